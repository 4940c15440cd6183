package com.relativity.sync.outbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.JobEvent;
import com.relativity.sync.sql.Transactions;

/** Reads status events for streams: a job's, or everybody's. */
@ApplicationScoped
public class EventLog {

    static final String COLUMNS =
            "position, event_id, job_id, workspace_id, stream, sequence, type, at, data, traceparent";

    /** How many positions back an open transaction may have written; transactions here are short. */
    private static final long WINDOW = 1000;

    private final Transactions transactions;
    private final EventSettings settings;

    EventLog(Transactions transactions, EventSettings settings) {
        this.transactions = transactions.forRest();
        this.settings = settings;
    }

    /** The newest event of a job that says its status, as long as events are kept. */
    public Uni<Optional<StoredEvent>> newestStatus(long jobId) {
        return transactions
                .query(
                        "select " + COLUMNS
                                + " from job_event where job_id = $1 and stream = 'STATUS' and type = $2"
                                + " order by sequence desc limit 1",
                        Tuple.of(jobId, JobEvent.StatusChanged.TYPE))
                .map(EventLog::first);
    }

    /** The status event with this id, if it is one of the job's and still kept. */
    public Uni<Optional<StoredEvent>> statusEvent(UUID eventId) {
        return transactions
                .query(
                        "select " + COLUMNS + " from job_event where event_id = $1 and stream = 'STATUS'",
                        Tuple.of(eventId))
                .map(EventLog::first);
    }

    /** Whether all that came after {@code event} is kept, of any job. The event itself may be kept longer, as the newest of its job. */
    public boolean isKeptWithAllAfter(StoredEvent event) {
        return event.at().isAfter(Instant.now().minus(settings.retention()));
    }

    /** A job's status events above {@code sequence}, in order; at most {@code limit}. */
    public Uni<List<StoredEvent>> statusEventsOf(long jobId, long sequence, int limit) {
        return transactions
                .query(
                        "select " + COLUMNS
                                + " from job_event where job_id = $1 and stream = 'STATUS' and sequence > $2"
                                + " order by sequence limit $3",
                        Tuple.of(jobId, sequence, limit))
                .map(EventLog::events);
    }

    /**
     * The newest event that says the status of each job in the list, oldest job first; at most {@code limit}, the newest jobs.
     *
     * @param workspaces only jobs of these source workspaces; null: of all
     */
    public Uni<List<StoredEvent>> newestStatusOfActiveJobs(Set<Long> workspaces, int limit) {
        return transactions
                .query(
                        "select " + COLUMNS
                                + " from (select job_id as id from sync_job where status in ('Pending', 'Processing')"
                                + " and ($3::bigint[] is null or workspace_id = any($3))"
                                + " order by job_id desc limit $1) j cross join lateral (select * from job_event"
                                + " where job_id = j.id and stream = 'STATUS' and type = $2 order by sequence desc limit 1) e"
                                + " order by job_id",
                        Tuple.of(limit, JobEvent.StatusChanged.TYPE, ids(workspaces)))
                .map(EventLog::events);
    }

    /**
     * The status events of all jobs that came since the last look, each job's in order. Nothing that commits later is skipped, although
     * positions are not given out in the order of commits; see {@link Look}.
     *
     * @param workspaces only jobs of these source workspaces, the same ones in all looks of a reader; null: of all
     */
    public Uni<Look> look(Look last, Set<Long> workspaces, int limit) {
        // A transaction number is drawn only where the head moved: every transaction that got a position below the head
        // has a lower one.
        return transactions
                .query(
                        "with s as materialized (select h.head, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as open_from,"
                                + " case when h.head > $4 then pg_current_xact_id()::text::bigint end as open_to"
                                + " from (select coalesce(max(position), 0) as head from job_event) h)"
                                + " select s.*, e.* from s left join lateral (select " + COLUMNS
                                + " from job_event where position > $1 and position <> all($2) and stream = 'STATUS'"
                                + " and ($5::bigint[] is null or workspace_id = any($5))"
                                + " order by position limit $3) e on true order by position",
                        Tuple.of(last.decided(), last.shownPositions(), limit, last.checkedHead(), ids(workspaces)))
                .map(rows -> last.next(rows, limit));
    }

    /** The look of a reader who wants what commits from now on. */
    public Uni<Look> lookFromNow() {
        return transactions
                .query(
                        "select h.head, array(select position from job_event where position > h.head - $1) as seen"
                                + " from (select coalesce(max(position), 0) as head from job_event) h",
                        Tuple.of(WINDOW))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    long decided = Math.max(0, row.getLong("head") - WINDOW);
                    return Look.startingAt(decided, List.of(row.getArrayOfLongs("seen")));
                });
    }

    /**
     * The look of a reader who has seen all up to {@code event}. What may have been committed after it although it was written before is
     * shown again: an event twice rather than none.
     */
    public Uni<Look> lookAfter(StoredEvent event) {
        return transactions
                .query(
                        "select o.position from job_event e join job_event o"
                                + " on o.position between e.position - $2 and e.position and o.written_by < e.horizon"
                                + " where e.position = $1",
                        Tuple.of(event.position(), WINDOW))
                .map(rows -> {
                    var seen = new ArrayList<Long>(List.of(event.position()));
                    rows.forEach(row -> seen.add(row.getLong("position")));
                    return Look.startingAt(Math.max(0, event.position() - WINDOW), seen);
                });
    }

    private static Long[] ids(Set<Long> workspaces) {
        return workspaces == null ? null : workspaces.toArray(Long[]::new);
    }

    private static Optional<StoredEvent> first(RowSet<Row> rows) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(event(iterator.next())) : Optional.empty();
    }

    private static List<StoredEvent> events(RowSet<Row> rows) {
        var events = new ArrayList<StoredEvent>(rows.size());
        for (Row row : rows) {
            events.add(event(row));
        }
        return events;
    }

    static StoredEvent event(Row row) {
        return new StoredEvent(
                row.getLong("position"),
                row.getUUID("event_id"),
                row.getLong("job_id"),
                row.getLong("workspace_id"),
                JobEvent.Stream.valueOf(row.getString("stream")),
                row.getLong("sequence"),
                row.getString("type"),
                row.getOffsetDateTime("at")
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toInstant(),
                row.getString("data"),
                row.getString("traceparent"));
    }
}
