package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Forgets receipts, snapshot and batches of a job that has ended; what it counted stays, and so does what a retry needs. */
@ApplicationScoped
public class CleanupStep implements Step {

    private final WorkspaceGateways gateways;
    private final RunLedger ledger;

    CleanupStep(WorkspaceGateways gateways, RunLedger ledger) {
        this.gateways = gateways;
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "cleanup";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        long destinationId = run.job().destinationWorkspaceId();
        // The ledger comes last: by it maintenance finds jobs of which something is left.
        return gateways.of(destinationId)
                .forget(destinationId, run.jobId())
                .chain(() -> ledger.clear(run.jobId()))
                .replaceWith(StepOutcome.COMPLETED);
    }
}
