package com.relativity.sync.joblist;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.Job;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.sql.Transactions;

/** Jobs whose agent was not heard of until its lease ended. */
@ApplicationScoped
public class LostJobs {

    private static final String TAKE_BACK = """
            with lost as (
              select job_id from sync_job j
               where status = 'Processing'
                 and not exists (select 1 from sync_agent a where a.agent_id = j.agent_id and a.lease_until > now())
               limit $1 for update skip locked),
            j as (
              update sync_job j
                 set status = 'Pending', lost = lost + 1,
                     history_status = case when history_status = 'Stopping' then 'Stopping' else 'Suspended' end
                from lost where j.job_id = lost.job_id
              returning j.*)
            select %s from j join job_history h on h.job_history_id = j.job_id
            """.formatted(JobRows.COLUMNS);

    private final Transactions transactions;
    private final Outbox outbox;

    LostJobs(Transactions transactions, Outbox outbox) {
        this.transactions = transactions;
        this.outbox = outbox;
    }

    /**
     * Puts them back into the list, at most {@code limit}, and answers with them. Their old agents can write for them no more: a claim ends
     * when the job leaves {@code Processing}, and the next claim has another number. Callers side by side take back different jobs.
     */
    public Uni<List<Job>> takeBack(int limit) {
        return transactions.inOne(transaction -> transaction
                .preparedQuery(TAKE_BACK)
                .execute(Tuple.of(limit))
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
                        .last()));
    }

    /** Forgets agents whose lease has ended and who have no job any more. */
    public Uni<Void> forgetAgents() {
        return transactions.query("""
                        delete from sync_agent a where lease_until < now()
                           and not exists (select 1 from sync_job j where j.agent_id = a.agent_id and j.status = 'Processing')
                        """, Tuple.tuple()).replaceWithVoid();
    }
}
