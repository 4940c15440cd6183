package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.history.JobErrors;
import com.relativity.sync.outbox.PublishedEvents;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/** Records of jobs that have ended: which are due to go, and their removal. */
@ApplicationScoped
public class EndedJobs {

    // An event that is not published is a promise; what a run has left is seen to first; and a retry reads what all
    // runs of its chain did.
    private static final String DUE = """
            ended_at < now() - make_interval(secs => $2)
               and not exists (select 1 from job_event e where e.job_id = j.job_id and e.published_at is null)
               and not exists (select 1 from run_snapshot s join job_history h on h.job_history_id = s.job_id
                                where s.job_id = j.job_id and not h.cleaned)
               and not exists (select 1 from sync_job r
                                where r.retry_root = coalesce(j.retry_root, j.job_id) and r.ended_at is null)
            """;

    private static final String LEFT_OVERS = """
            with recursive held as (
              (select job_id from run_snapshot order by job_id limit 1)
              union all
              select n.job_id from held h cross join lateral (
                select job_id from run_snapshot where job_id > h.job_id order by job_id limit 1) n)
            select j.job_id, j.destination_workspace_id, j.attempt
              from held join sync_job j on j.job_id = held.job_id join job_history h on h.job_history_id = held.job_id
             where j.ended_at < now() - make_interval(secs => $2) and not h.cleaned
             order by j.job_id limit $1
            """;

    /** Longer than a transaction can last, so that no submission with a lower number is on its way. */
    private static final Duration SETTLED = Duration.ofHours(1);

    private final Transactions transactions;
    private final PublishedEvents events;
    private final JobErrors errors;

    EndedJobs(Transactions transactions, PublishedEvents events, JobErrors errors) {
        this.transactions = transactions;
        this.events = events;
        this.errors = errors;
    }

    /** A job that has ended while its run held things. */
    public record LeftOver(long jobId, long destinationWorkspaceId, int attempt) {}

    /** Jobs that ended longer than {@code age} ago and may go, those that ended first; at most {@code limit}. */
    public Uni<List<Long>> due(Duration age, int limit) {
        return transactions
                .query(
                        "select job_id from sync_job j where " + DUE + " order by ended_at limit $1",
                        Tuple.of(limit, Intervals.seconds(age)))
                .map(EndedJobs::ids);
    }

    /**
     * Removes the records of those of {@code jobIds} that still may go: configuration, history and events with them, all or nothing. One that
     * somebody else holds is left for another time. Answers with the number of records removed.
     */
    public Uni<Integer> remove(Collection<Long> jobIds, Duration age) {
        // Who adds an event to a job that has ended holds the job. So what the second statement sees of the events of
        // jobs that the first one holds is all there will be.
        return transactions.inOne(transaction -> hold(transaction, jobIds)
                .chain(held -> transaction
                        .preparedQuery("delete from sync_job j where job_id = any($1) and " + DUE + " returning job_id")
                        .execute(Tuple.of(held, Intervals.seconds(age))))
                .map(EndedJobs::ids)
                .call(gone -> events.forget(transaction, gone))
                .map(List::size));
    }

    /** Removes errors of those of {@code jobIds} that still may go, at most {@code limit}; answers with their number. */
    public Uni<Integer> removeErrors(Collection<Long> jobIds, Duration age, int limit) {
        return transactions.inOne(transaction -> hold(transaction, jobIds)
                .chain(held -> transaction
                        .preparedQuery("select job_id from sync_job j where job_id = any($1) and " + DUE)
                        .execute(Tuple.of(held, Intervals.seconds(age))))
                .map(EndedJobs::ids)
                .chain(due -> errors.remove(transaction, due, limit)));
    }

    /** Jobs that nobody else is at; a retry of one waits until the transaction ends. */
    private static Uni<Long[]> hold(SqlConnection transaction, Collection<Long> jobIds) {
        return transaction
                .preparedQuery(
                        "select job_id from sync_job where job_id = any($1) order by job_id for update skip locked")
                .execute(Tuple.of(jobIds.toArray(Long[]::new)))
                .map(rows -> ids(rows).toArray(Long[]::new));
    }

    /** Jobs that ended longer than {@code age} ago and whose run still holds things because its cleanup was not done. */
    public Uni<List<LeftOver>> leftOvers(Duration age, int limit) {
        return transactions
                .query(LEFT_OVERS, Tuple.of(limit, Intervals.seconds(age)))
                .map(rows -> rows.stream()
                        .map(row -> new LeftOver(
                                row.getLong("job_id"),
                                row.getLong("destination_workspace_id"),
                                row.getInteger("attempt")))
                        .toList());
    }

    /** The lowest number that a job has or will ever have; empty where that is not known for certain. */
    public Uni<Optional<Long>> lowest() {
        return transactions
                .query(
                        "select job_id, submitted_at < now() - make_interval(secs => $1) as settled from sync_job order by job_id limit 1",
                        Tuple.of(Intervals.seconds(SETTLED)))
                .map(rows -> rows.stream()
                        .filter(row -> row.getBoolean("settled"))
                        .map(row -> row.getLong("job_id"))
                        .findFirst());
    }

    private static List<Long> ids(RowSet<Row> rows) {
        return rows.stream().map(row -> row.getLong("job_id")).toList();
    }
}
