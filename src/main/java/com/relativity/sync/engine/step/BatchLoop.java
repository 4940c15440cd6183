package com.relativity.sync.engine.step;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.job.Batch;
import com.relativity.sync.telemetry.LongWork;
import com.relativity.sync.telemetry.Trace;
import com.relativity.sync.telemetry.WatchSettings;
import com.relativity.sync.workspace.BatchReceipt;

/** Takes the batches of a pass, one after the other: each is written with its receipt, and taken over from it. */
@ApplicationScoped
class BatchLoop {

    private static final Logger LOG = Logger.getLogger(BatchLoop.class);

    private final Receipts receipts;
    private final RunLedger ledger;
    private final WatchSettings settings;

    BatchLoop(Receipts receipts, RunLedger ledger, WatchSettings settings) {
        this.receipts = receipts;
        this.ledger = ledger;
        this.settings = settings;
    }

    /**
     * @param isOfThePass whether a batch is one of these
     * @param transfer writes a batch; empty where the run was asked to leave before that
     */
    Uni<StepOutcome> run(Run run, Predicate<Batch> isOfThePass, Function<Batch, Uni<Optional<BatchReceipt>>> transfer) {
        var pass = LongWork.underWay(LOG, settings.progress(), "Job " + run.jobId());
        return Multi.createBy()
                .repeating()
                .uni(() -> next(run, isOfThePass, batch -> {
                    pass.reached("next is the batch at item " + batch.firstItem());
                    return transfer.apply(batch);
                }))
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
            return run.trace().within("batch", part -> transferred(run, open.get(), transfer, part));
        });
    }

    private Uni<Next> transferred(
            Run run, Batch batch, Function<Batch, Uni<Optional<BatchReceipt>>> transfer, Trace trace) {
        trace.with("sync.batch.first", batch.firstPosition()).with("sync.batch.items", batch.total());
        return transfer.apply(batch).flatMap(receipt -> {
            if (receipt.isEmpty()) {
                return Uni.createFrom().item(Next.left(run));
            }
            trace.with("sync.batch.transferred", receipt.get().transferred())
                    .with("sync.batch.failed", receipt.get().failed());
            return receipts.takeOver(run, receipt.get()).replaceWith(Next.BATCH);
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
