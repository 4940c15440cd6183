package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Closes the destination: no write of this job can follow, and every receipt there is has been taken over. */
@ApplicationScoped
public class FinalizationStep implements Step {

    private final WorkspaceGateways gateways;
    private final Receipts receipts;

    FinalizationStep(WorkspaceGateways gateways, Receipts receipts) {
        this.gateways = gateways;
        this.receipts = receipts;
    }

    @Override
    public String id() {
        return "finalization";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        long destinationId = run.job().destinationWorkspaceId();
        return gateways.of(destinationId)
                .close(destinationId, run.jobId(), run.job().attempt())
                .chain(() -> receipts.takeOver(run))
                .replaceWith(StepOutcome.COMPLETED);
    }
}
