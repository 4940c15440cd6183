package com.relativity.sync.outbox;

import java.util.Collection;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.JobEvent;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/**
 * Removes events that are told. An event that is not published never goes, and of each job the newest one that says its status stays for as
 * long as the job's record: streams start with it. The last numbers stay as long, so that sequences go on growing.
 */
@ApplicationScoped
public class PublishedEvents {

    private static final String NEWEST_STATUS = """
            (e.stream = 'STATUS' and e.type = '%s'
             and not exists (select 1 from job_event n
                              where n.job_id = e.job_id and n.stream = 'STATUS' and n.type = e.type and n.sequence > e.sequence))
            """.formatted(JobEvent.StatusChanged.TYPE);

    private static final String REMOVE_OLD = """
            with portion as materialized (
              select position, at, published_at, at < now() - make_interval(secs => $3) as old
                from job_event where position > $1 order by position limit $2),
            due as (
              select position from job_event e
               where position = any(array(select position from portion where old and published_at is not null))
                 and not %s
                 for update skip locked),
            gone as (
              delete from job_event using due where job_event.position = due.position returning 1)
            select (select max(position) from portion) as last, (select count(*) from gone) as removed,
                   exists (select 1 from portion where old) as more
            """.formatted(NEWEST_STATUS);

    private static final String REMOVE_OF = """
            delete from job_event where position = any(array(
              select position from job_event e
               where job_id = any($1) and published_at is not null and not %s
               limit $2 for update skip locked))
            """.formatted(NEWEST_STATUS);

    private final Transactions transactions;
    private final EventSettings settings;

    PublishedEvents(Transactions transactions, EventSettings settings) {
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * A step through the log.
     *
     * @param last position that the next step begins after
     * @param more whether old events may follow
     */
    public record Step(long last, int removed, boolean more) {}

    /** Removes those older than {@code sync.events.retention} among the next {@code limit} events above {@code after}. */
    public Uni<Step> removeOld(long after, int limit) {
        return transactions
                .query(REMOVE_OLD, Tuple.of(after, limit, Intervals.seconds(settings.retention())))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    Long last = row.getLong("last");
                    return new Step(last == null ? after : last, row.getInteger("removed"), row.getBoolean("more"));
                });
    }

    /** Removes, whatever their age, events of jobs whose record is about to go; at most {@code limit}. Answers with their number. */
    public Uni<Integer> removeOf(Collection<Long> jobIds, int limit) {
        return transactions
                .query(REMOVE_OF, Tuple.of(jobIds.toArray(Long[]::new), limit))
                .map(gone -> gone.rowCount());
    }

    /** Removes what is left of jobs whose record goes in this transaction, which holds them and found all of their events published. */
    public Uni<Void> forget(SqlConnection transaction, Collection<Long> jobIds) {
        var ids = Tuple.of(jobIds.toArray(Long[]::new));
        return transaction
                .preparedQuery("delete from job_event where job_id = any($1)")
                .execute(ids)
                .chain(() -> transaction
                        .preparedQuery("delete from job_event_sequence where job_id = any($1)")
                        .execute(ids))
                .replaceWithVoid();
    }
}
