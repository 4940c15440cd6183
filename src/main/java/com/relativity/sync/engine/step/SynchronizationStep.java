package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.transfer.BatchTransfer;
import com.relativity.sync.engine.transfer.TransferPlan;
import com.relativity.sync.engine.transfer.TransferPlans;
import com.relativity.sync.history.RunLedger;

/** The batches, one after the other: each is written with its receipt, and taken over from it. */
@ApplicationScoped
public class SynchronizationStep implements Step {

    private final TransferPlans plans;
    private final BatchTransfer transfer;
    private final Receipts receipts;
    private final RunLedger ledger;

    SynchronizationStep(TransferPlans plans, BatchTransfer transfer, Receipts receipts, RunLedger ledger) {
        this.plans = plans;
        this.transfer = transfer;
        this.receipts = receipts;
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "synchronization";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        // What an attempt before this one wrote and could not take over comes first.
        return receipts.takeOver(run).chain(() -> plans.of(run)).flatMap(plan -> batches(run, plan));
    }

    private Uni<StepOutcome> batches(Run run, TransferPlan plan) {
        return Multi.createBy()
                .repeating()
                .uni(() -> next(run, plan))
                .whilst(outcome -> outcome == Next.BATCH)
                .collect()
                .last()
                .map(outcome -> switch (outcome) {
                    case BATCH, NONE -> StepOutcome.COMPLETED;
                    case CANCELLED -> StepOutcome.CANCELLED;
                    case PAUSED -> StepOutcome.PAUSED;
                });
    }

    private Uni<Next> next(Run run, TransferPlan plan) {
        return ledger.nextOpen(run.jobId()).flatMap(open -> {
            // A wish that comes when all batches are done changes nothing.
            if (open.isEmpty()) {
                return Uni.createFrom().item(Next.NONE);
            }
            if (run.control().leaveRequested()) {
                return Uni.createFrom().item(Next.left(run));
            }
            return transfer.transfer(run, plan, open.get())
                    .flatMap(receipt -> receipt.isEmpty()
                            ? Uni.createFrom().item(Next.left(run))
                            : receipts.takeOver(run, receipt.get()).replaceWith(Next.BATCH));
        });
    }

    private enum Next {
        BATCH,
        NONE,
        CANCELLED,
        PAUSED;

        static Next left(Run run) {
            return run.control().stopRequested() ? CANCELLED : PAUSED;
        }
    }
}
