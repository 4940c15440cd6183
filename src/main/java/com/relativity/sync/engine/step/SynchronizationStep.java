package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.transfer.BatchTransfer;
import com.relativity.sync.engine.transfer.TransferPlans;

/** The batches of the first pass, which for most flows is the only one. */
@ApplicationScoped
public class SynchronizationStep implements Step {

    private final TransferPlans plans;
    private final BatchTransfer transfer;
    private final Receipts receipts;
    private final BatchLoop batches;

    SynchronizationStep(TransferPlans plans, BatchTransfer transfer, Receipts receipts, BatchLoop batches) {
        this.plans = plans;
        this.transfer = transfer;
        this.receipts = receipts;
        this.batches = batches;
    }

    @Override
    public String id() {
        return "synchronization";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        // What an attempt before this one wrote and could not take over comes first.
        return receipts.takeOver(run)
                .chain(() -> plans.of(run))
                .flatMap(plan ->
                        batches.run(run, batch -> !batch.isOfLinks(), batch -> transfer.transfer(run, plan, batch)));
    }
}
