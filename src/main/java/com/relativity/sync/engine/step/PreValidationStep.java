package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.workspace.WorkspaceGateways;

/** The destination exists; without it nothing else is worth asking. */
@ApplicationScoped
public class PreValidationStep implements Step {

    private final WorkspaceGateways gateways;

    PreValidationStep(WorkspaceGateways gateways) {
        this.gateways = gateways;
    }

    @Override
    public String id() {
        return "pre-validation";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        long destinationId = run.job().destinationWorkspaceId();
        return gateways.of(destinationId)
                .workspace(destinationId)
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw new RulesViolated(
                                "destinationWorkspaceId",
                                "The destination workspace " + destinationId
                                        + " does not exist any more; submit the job again for another one.");
                    }
                })
                .replaceWith(StepOutcome.COMPLETED);
    }
}
