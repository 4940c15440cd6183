package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.validation.Rules;

/** The rules again, at every attempt: fields, folders and searches may have changed since the submission. */
@ApplicationScoped
public class ValidationStep implements Step {

    private final Rules rules;
    private final JobClaims claims;

    ValidationStep(Rules rules, JobClaims claims) {
        this.rules = rules;
        this.claims = claims;
    }

    @Override
    public String id() {
        return "validation";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return rules.atRun(run.job().workspaceId(), (DocumentConfiguration) run.configuration())
                .invoke(violations -> {
                    if (!violations.isEmpty()) {
                        throw new RulesViolated(violations);
                    }
                })
                .chain(() -> claims.validated(run.key()))
                .replaceWith(StepOutcome.COMPLETED);
    }
}
