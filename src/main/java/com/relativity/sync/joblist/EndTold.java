package com.relativity.sync.joblist;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;

import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.telemetry.JobMetrics;

/** Tells of a job's end, whoever brought it about: to others by events of the same transaction, to operators by a count after its commit. */
@ApplicationScoped
class EndTold {

    private final Outbox outbox;
    private final JobMetrics metrics;

    EndTold(Outbox outbox, JobMetrics metrics) {
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /**
     * The status, and, where a stop was asked for, the word that lets the cancellation topic forget the request.
     *
     * @param ended the job as {@code row} says
     */
    Uni<Void> tell(SqlConnection transaction, JobStatus from, Job ended, Row row) {
        Duration cancelTook = cancelTook(row);
        transaction.getDelegate().transaction().completion().onSuccess(committed -> metrics.ended(ended, cancelTook));
        var told = outbox.append(transaction, JobEvent.StatusChanged.of(from, ended));
        return !ended.cancelRequested()
                ? told
                : told.chain(() -> outbox.append(
                        transaction, new JobEvent.CancellationSettled(ended.jobId(), ended.workspaceId())));
    }

    private static Duration cancelTook(Row row) {
        var requested = row.getOffsetDateTime("cancel_requested_at");
        var ended = row.getOffsetDateTime("ended_at");
        return requested == null ? null : Duration.between(requested, ended);
    }
}
