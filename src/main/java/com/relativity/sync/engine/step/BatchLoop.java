package com.relativity.sync.engine.step;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.job.Batch;
import com.relativity.sync.workspace.BatchReceipt;

/** Takes the batches of a pass, one after the other: each is written with its receipt, and taken over from it. */
@ApplicationScoped
class BatchLoop {

    private final Receipts receipts;
    private final RunLedger ledger;

    BatchLoop(Receipts receipts, RunLedger ledger) {
        this.receipts = receipts;
        this.ledger = ledger;
    }

    /**
     * @param isOfThePass whether a batch is one of these
     * @param transfer writes a batch; empty where the run was asked to leave before that
     */
    Uni<StepOutcome> run(Run run, Predicate<Batch> isOfThePass, Function<Batch, Uni<Optional<BatchReceipt>>> transfer) {
        return Multi.createBy()
                .repeating()
                .uni(() -> next(run, isOfThePass, transfer))
                .whilst(outcome -> outcome == Next.BATCH)
                .collect()
                .last()
                .map(outcome -> switch (outcome) {
                    case BATCH, NONE -> StepOutcome.COMPLETED;
                    case CANCELLED -> StepOutcome.CANCELLED;
                    case PAUSED -> StepOutcome.PAUSED;
                });
    }

    private Uni<Next> next(
            Run run, Predicate<Batch> isOfThePass, Function<Batch, Uni<Optional<BatchReceipt>>> transfer) {
        return ledger.nextOpen(run.jobId()).flatMap(open -> {
            // A wish that comes when all batches are done changes nothing.
            if (open.filter(isOfThePass).isEmpty()) {
                return Uni.createFrom().item(Next.NONE);
            }
            if (run.control().leaveRequested()) {
                return Uni.createFrom().item(Next.left(run));
            }
            return transfer.apply(open.get())
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
