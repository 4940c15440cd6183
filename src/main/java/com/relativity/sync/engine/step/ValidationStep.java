package com.relativity.sync.engine.step;

import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.Retries;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.validation.Rules;

/** The rules again, at every attempt: fields, folders and searches may have changed since the submission, or since the attempt before. */
@ApplicationScoped
public class ValidationStep implements Step {

    private final Rules rules;
    private final Retries retries;
    private final Snapshots snapshots;
    private final JobClaims claims;

    ValidationStep(Rules rules, Retries retries, Snapshots snapshots, JobClaims claims) {
        this.rules = rules;
        this.retries = retries;
        this.snapshots = snapshots;
        this.claims = claims;
    }

    @Override
    public String id() {
        return "validation";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return rules.atRun(run.job(), run.configuration())
                .flatMap(faults -> retries.refusals(run.job()).map(refusals -> both(faults, refusals)))
                .flatMap(faults -> lostSnapshot(run).map(lost -> both(faults, lost)))
                .invoke(violations -> {
                    if (!violations.isEmpty()) {
                        throw new RulesViolated(violations);
                    }
                })
                .chain(() -> claims.validated(run.key()))
                .replaceWith(StepOutcome.COMPLETED);
    }

    private Uni<List<Violation>> lostSnapshot(Run run) {
        return snapshots
                .isLost(run.jobId())
                .map(lost -> lost
                        ? List.of(new Violation(
                                "",
                                "the list of items that the job began with does not exist any more; submit the rest again with"
                                        + " AppendOverlay"))
                        : List.of());
    }

    private static List<Violation> both(List<Violation> some, List<Violation> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
