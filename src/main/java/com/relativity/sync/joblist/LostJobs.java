package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.Job;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/** Jobs that are taken from their agents. */
@ApplicationScoped
public class LostJobs {

    private static final String AGENT_LOST = takeBack("""
                    not exists (select 1 from sync_agent a where a.agent_id = j.agent_id and a.lease_until > now())
                    and pg_postmaster_start_time() < now() - $2::interval
                    limit $1""", "lost + 1");

    private static final String CANCEL_OVERDUE = takeBack(
            "cancel_requested_at < now() - $2::interval and claimed_at < now() - $2::interval limit $1", "lost");

    private static String takeBack(String which, String lost) {
        return """
                with lost as (
                  select job_id from sync_job j where status = 'Processing' and %s for update skip locked),
                j as (
                  update sync_job j
                     set status = 'Pending', lost = %s,
                         history_status = case when history_status = 'Stopping' then 'Stopping' else 'Suspended' end
                    from lost where j.job_id = lost.job_id
                  returning j.*)
                select %s from j join job_history h on h.job_history_id = j.job_id
                """.formatted(which, lost, JobRows.COLUMNS);
    }

    private final Transactions transactions;
    private final Outbox outbox;
    private final ListFloor floor;

    LostJobs(Transactions transactions, Outbox outbox, ListFloor floor) {
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
        return take(AGENT_LOST, Tuple.of(limit, Intervals.of(grace)));
    }

    /**
     * The same for jobs that were asked to stop longer than {@code timeout} ago and whose agent, alive or not, has not followed. Whoever claims
     * such a job next ends it.
     */
    public Uni<List<Job>> takeOverdue(Duration timeout, int limit) {
        return take(CANCEL_OVERDUE, Tuple.of(limit, Intervals.of(timeout)));
    }

    private Uni<List<Job>> take(String sql, Tuple arguments) {
        return transactions
                .inOne(transaction -> transaction
                        .preparedQuery(sql)
                        .execute(arguments)
                        .map(rows -> {
                            List<Job> jobs = new ArrayList<>();
                            rows.forEach(row -> jobs.add(JobRows.job(row)));
                            return jobs;
                        })
                        .call(jobs -> Multi.createFrom()
                                .iterable(jobs)
                                .onItem()
                                .transformToUniAndConcatenate(job -> JobClaims.backInTheList(transaction, outbox, job))
                                .collect()
                                .last()))
                .invoke(jobs -> jobs.forEach(job -> floor.lower(job.jobId())));
    }

    /** Forgets agents whose lease has ended and who have no job any more. */
    public Uni<Void> forgetAgents() {
        return transactions.query("""
                        delete from sync_agent a where lease_until < now()
                           and not exists (select 1 from sync_job j where j.agent_id = a.agent_id and j.status = 'Processing')
                        """, Tuple.tuple()).replaceWithVoid();
    }
}
