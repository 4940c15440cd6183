package com.relativity.sync.joblist;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.audit.AuditLine;
import com.relativity.sync.audit.AuditTrail;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.notification.MailQueue;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.problem.JobNotFound;
import com.relativity.sync.problem.MoveNotAllowed;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.telemetry.Traces;

/** The wish that a job stops. A job that no agent ever had ends at once; another one is ended by its run. */
@ApplicationScoped
public class Cancellation {

    // A statement reads the counters as they were when it began. So it begins when whoever counts for the job at this
    // moment has committed: otherwise its event would take progress back that an earlier one has told.
    private static final String HOLD = "select 1 from sync_job where job_id = $1 for no key update";

    private static final String REQUEST = """
            with old as (
              select job_id, status, status = 'Pending' and attempt = 0 as untouched from sync_job
               where job_id = $1 and status in ('Pending', 'Processing') and cancel_requested_at is null
                 for no key update),
            j as (
              update sync_job j
                 set cancel_requested_at = now(), cancel_requested_by = $2,
                     status = case when untouched then 'Cancelled' else j.status end,
                     history_status = case when untouched then 'Stopped' else 'Stopping' end,
                     ended_at = case when untouched then now() end
                from old where j.job_id = old.job_id
              returning j.*),
            mail as (%s)
            select %s, old.status as status_before
              from j join job_history h on h.job_history_id = j.job_id join old on old.job_id = j.job_id
            """.formatted(MailQueue.OF_ENDED_JOBS, JobRows.COLUMNS);

    // Locked, and passed over while an event about the cancel is on its way: many agents see the same request.
    private static final String OUTLIVED = """
            select job_id, workspace_id from sync_job j
             where job_id = any($1) and ended_at is not null
               and not exists (select 1 from job_event e
                                where e.job_id = j.job_id and e.stream = 'CANCELLATION' and e.published_at is null)
               for update skip locked
            """;

    private final Transactions transactions;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final EndTold told;
    private final Traces traces;

    Cancellation(Transactions transactions, Outbox outbox, AuditTrail audit, EndTold told, Traces traces) {
        this.transactions = transactions.forRest();
        this.outbox = outbox;
        this.audit = audit;
        this.told = told;
        this.traces = traces;
    }

    /**
     * Asks the job to stop; asking again changes nothing and answers the same. Each is a line of the audit trail that commits with the wish.
     * Fails with {@link JobNotFound}, or with
     * {@link MoveNotAllowed} where the job has ended in another way than by a cancel.
     */
    public Uni<Job> request(long jobId, String requestedBy) {
        String traceparent = traces.current();
        return transactions.inOne(transaction -> transaction
                .preparedQuery(HOLD)
                .execute(Tuple.of(jobId))
                .chain(() -> transaction.preparedQuery(REQUEST).execute(Tuple.of(jobId, requestedBy)))
                .flatMap(rows -> rows.size() == 1
                        ? requested(transaction, rows, requestedBy, traceparent)
                        : asBefore(transaction, jobId, requestedBy)));
    }

    private Uni<Void> audited(SqlConnection transaction, Job job, String requestedBy, AuditLine.Outcome outcome) {
        return audit.append(
                transaction,
                AuditLine.of(requestedBy, AuditLine.Action.Cancel, job.jobId(), job.workspaceId(), outcome));
    }

    private Uni<Job> requested(SqlConnection transaction, RowSet<Row> rows, String requestedBy, String traceparent) {
        Row row = rows.iterator().next();
        Job job = JobRows.job(row);
        var from = JobStatus.valueOf(row.getString("status_before"));
        var request = new JobEvent.CancellationRequested(
                job.jobId(), job.workspaceId(), requestedAt(row).orElseThrow(), requestedBy);
        return outbox.append(transaction, request, traceparent)
                .chain(() -> job.status().isTerminal()
                        ? told.tell(transaction, from, job, row)
                        : outbox.append(transaction, JobEvent.StatusChanged.of(from, job)))
                .chain(() -> audited(transaction, job, requestedBy, AuditLine.Outcome.Accepted))
                .replaceWith(job);
    }

    /** Whether the job was asked to stop and has not ended. */
    public Uni<Boolean> isAsked(long jobId) {
        return transactions
                .query(
                        "select exists (select from sync_job where job_id = $1 and cancel_requested_at is not null and ended_at is null) as asked",
                        Tuple.of(jobId))
                .map(rows -> rows.iterator().next().getBoolean("asked"));
    }

    /**
     * Tells the cancellation topic once more that these jobs have ended, those of them that have. For requests that are found there although
     * the end was told: a record that was sent late, or a topic that was restored.
     */
    public Uni<Void> settle(Collection<Long> jobIds) {
        return transactions.inOne(transaction -> transaction
                .preparedQuery(OUTLIVED)
                .execute(Tuple.of(jobIds.toArray(Long[]::new)))
                .flatMap(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> outbox.append(
                                transaction,
                                new JobEvent.CancellationSettled(row.getLong("job_id"), row.getLong("workspace_id"))))
                        .collect()
                        .last()
                        .replaceWithVoid()));
    }

    private static Optional<Instant> requestedAt(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("cancel_requested_at"))
                .map(java.time.OffsetDateTime::toInstant);
    }

    private Uni<Job> asBefore(SqlConnection transaction, long jobId, String requestedBy) {
        return transaction
                .preparedQuery("select " + JobRows.COLUMNS + JobRows.JOINED + "where j.job_id = $1")
                .execute(Tuple.of(jobId))
                .map(rows -> {
                    Job job = JobRows.first(rows).orElseThrow(() -> new JobNotFound(jobId));
                    if (job.status().isTerminal() && job.status() != JobStatus.Cancelled) {
                        throw new MoveNotAllowed(
                                "Job " + jobId + " has ended as " + job.status() + " and can no longer be cancelled.");
                    }
                    return job;
                })
                .call(job -> audited(transaction, job, requestedBy, AuditLine.Outcome.Repeated));
    }
}
