package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.Job;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.telemetry.JobMetrics;

/** Jobs that are taken from their agents. */
@ApplicationScoped
public class LostJobs {

    // Jobs are locked first. The statement that takes them then sees all that was counted for them, so its events take
    // no progress back.
    private static final String AGENT_LOST = hold("""
            not exists (select 1 from sync_agent a where a.agent_id = j.agent_id and a.lease_until > now())
            and pg_postmaster_start_time() < now() - $2::interval""");

    private static final String CANCEL_OVERDUE =
            hold("cancel_requested_at < now() - $2::interval and claimed_at < now() - $2::interval");

    private static final String TAKE_LOST = takeBack("lost + 1");
    private static final String TAKE_OVERDUE = takeBack("lost");

    private static String hold(String which) {
        return "select job_id from sync_job j where status = 'Processing' and " + which
                + " limit $1 for update skip locked";
    }

    private static String takeBack(String lost) {
        return """
                with j as (
                  update sync_job j
                     set status = 'Pending', lost = %s,
                         history_status = case when history_status = 'Stopping' then 'Stopping' else 'Suspended' end
                   where job_id = any($1)
                  returning j.*)
                select %s from j join job_history h on h.job_history_id = j.job_id
                """.formatted(lost, JobRows.COLUMNS);
    }

    private final Transactions transactions;
    private final Outbox outbox;
    private final ListFloor floor;
    private final JobMetrics metrics;

    LostJobs(Transactions transactions, Outbox outbox, ListFloor floor, JobMetrics metrics) {
        this.metrics = metrics;
        this.transactions = transactions;
        this.outbox = outbox;
        this.floor = floor;
    }

    /**
     * Puts jobs back into the list whose agent was not heard of until its lease ended, at most {@code limit}, and answers with them. Their old
     * agents can write for them no more: a claim ends when the job leaves {@code Processing}, and the next claim has another number. Callers
     * side by side take back different jobs.
     *
     * @param grace for so long after the server's start none is taken back: no agent could be heard before
     */
    public Uni<List<Job>> takeBack(int limit, Duration grace) {
        return take(AGENT_LOST, TAKE_LOST, Tuple.of(limit, Intervals.of(grace)))
                .invoke(jobs -> metrics.takenBack(JobMetrics.AGENT_LOST, jobs.size()));
    }

    /**
     * The same for jobs that were asked to stop longer than {@code timeout} ago and whose agent, alive or not, has not followed. Whoever claims
     * such a job next ends it.
     */
    public Uni<List<Job>> takeOverdue(Duration timeout, int limit) {
        return take(CANCEL_OVERDUE, TAKE_OVERDUE, Tuple.of(limit, Intervals.of(timeout)))
                .invoke(jobs -> metrics.takenBack(JobMetrics.CANCEL_OVERDUE, jobs.size()));
    }

    private Uni<List<Job>> take(String hold, String take, Tuple which) {
        return transactions
                .inOne(transaction -> transaction
                        .preparedQuery(hold)
                        .execute(which)
                        .flatMap(held -> held.size() == 0
                                ? Uni.createFrom().item(List.<Job>of())
                                : taken(transaction, take, held)))
                .invoke(jobs -> jobs.forEach(job -> floor.lower(job.jobId())));
    }

    private Uni<List<Job>> taken(SqlConnection transaction, String take, RowSet<Row> held) {
        Long[] jobIds = held.stream().map(row -> row.getLong("job_id")).toArray(Long[]::new);
        return transaction
                .preparedQuery(take)
                .execute(Tuple.tuple().addArrayOfLong(jobIds))
                .map(rows -> rows.stream().map(JobRows::job).toList())
                .call(jobs -> Multi.createFrom()
                        .iterable(jobs)
                        .onItem()
                        .transformToUniAndConcatenate(job -> JobClaims.backInTheList(transaction, outbox, job))
                        .collect()
                        .last());
    }

    /** Forgets agents whose lease has ended and who have no job any more. */
    public Uni<Void> forgetAgents() {
        return transactions.query("""
                        delete from sync_agent a where lease_until < now()
                           and not exists (select 1 from sync_job j where j.agent_id = a.agent_id and j.status = 'Processing')
                        """, Tuple.tuple()).replaceWithVoid();
    }
}
