package com.relativity.sync.engine.step;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.RunEnd;
import com.relativity.sync.history.LinkBatches;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.joblist.JobEnding;

/** Ends the job as its steps and its counters say. */
@ApplicationScoped
public class StatusConsolidationStep {

    private static final Logger LOG = Logger.getLogger(StatusConsolidationStep.class);

    private final FinalizationStep finalization;
    private final RunLedger ledger;
    private final LinkBatches links;
    private final JobEnding ending;

    StatusConsolidationStep(FinalizationStep finalization, RunLedger ledger, LinkBatches links, JobEnding ending) {
        this.finalization = finalization;
        this.ledger = ledger;
        this.links = links;
        this.ending = ending;
    }

    public String id() {
        return "status-consolidation";
    }

    /** A run that came to its end early has not closed the destination yet; closing twice changes nothing. */
    public Uni<Job> end(Run run, RunEnd end) {
        Uni<?> closed = end.failed() == null ? Uni.createFrom().voidItem() : finalization.closeWrites(run);
        return closed.chain(() -> ledger.hasItemErrors(run.jobId()))
                .map(withErrors -> end.failed() != null
                        ? end.failed()
                        : withErrors ? HistoryStatus.CompletedWithErrors : HistoryStatus.Completed)
                .flatMap(outcome -> message(run, end, outcome)
                        .flatMap(message -> ending.end(run.key(), outcome, message.orElse(null))))
                .invoke(job -> LOG.infof(
                        "Job %d ended as %s: %d of %s items transferred, %d failed",
                        job.jobId(),
                        job.historyStatus(),
                        job.progress().transferred(),
                        job.progress().total(),
                        job.progress().failed()));
    }

    private Uni<Optional<String>> message(Run run, RunEnd end, HistoryStatus outcome) {
        var why = Optional.ofNullable(end.message());
        return end.failed() == null || outcome == HistoryStatus.ValidationFailed
                ? Uni.createFrom().item(why)
                : links.missing(run.jobId())
                        .map(items -> items == 0
                                ? why
                                : Optional.of(
                                        why.map(text -> text + "\n").orElse("") + missingLinks(run.jobId(), items)));
    }

    private static String missingLinks(long jobId, long items) {
        return "Items transferred without their links to others of their type: %d. A retry of job history %d sets these, besides what else is left."
                .formatted(items, jobId);
    }
}
