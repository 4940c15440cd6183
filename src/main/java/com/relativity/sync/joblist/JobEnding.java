package com.relativity.sync.joblist;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.history.JobErrors;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.notification.MailQueue;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.sql.Transactions;

/** Ends jobs: status, history, job error, the mail to send and the events that tell of it commit together, once. */
@ApplicationScoped
public class JobEnding {

    // The rules were checked before the run went on: what breaks one later is a failure of the run.
    private static final String END = """
            with j as (
              update sync_job
                 set status = $3,
                     history_status = case when $4 = 'ValidationFailed' and history_status = 'Processing' then 'Failed' else $4 end,
                     message = $5, ended_at = now()
               where job_id = $1 and attempt = $2 and status = 'Processing'
              returning *),
            mail as (%s)
            select %s from j join job_history h on h.job_history_id = j.job_id
            """.formatted(MailQueue.OF_ENDED_JOBS, JobRows.COLUMNS);

    private final Transactions transactions;
    private final Outbox outbox;
    private final JobErrors errors;
    private final EndTold told;

    JobEnding(Transactions transactions, Outbox outbox, JobErrors errors, EndTold told) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.errors = errors;
        this.told = told;
    }

    /**
     * Ends the job of a run. Fails with {@link LeaseLost} when the job is not this run's any more.
     *
     * @param message what to say of the end, or null; that of a run that failed is a job error, too
     */
    public Uni<Job> end(RunKey run, HistoryStatus outcome, String message) {
        return transactions.inOne(transaction -> failing(transaction, run, outcome)
                .chain(() -> transaction
                        .preparedQuery(END)
                        .execute(Tuple.of(
                                run.jobId(), run.attempt(), outcome.ofEndedJob().name(), outcome.name(), message)))
                .map(rows -> rows.stream().findFirst().orElseThrow(() -> new LeaseLost(run.jobId(), run.attempt())))
                .call(row -> message == null || JobRows.job(row).status() != JobStatus.Failed
                        ? Uni.createFrom().voidItem()
                        : errors.add(transaction, run.jobId(), message))
                .flatMap(row -> told(transaction, row)));
    }

    private Uni<Job> told(SqlConnection transaction, Row row) {
        Job ended = JobRows.job(row);
        return told.tell(transaction, JobStatus.Processing, ended, row).replaceWith(ended);
    }

    /** A run fails out of {@code Processing}: one that is given up before its rules were checked passes through it. */
    private Uni<Void> failing(SqlConnection transaction, RunKey run, HistoryStatus outcome) {
        return outcome == HistoryStatus.Failed
                ? HistoryMoves.move(transaction, outbox, run, HistoryStatus.Processing, HistoryStatus.Validating)
                : Uni.createFrom().voidItem();
    }
}
