package com.relativity.sync.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/**
 * The outbox as relays see it: what was committed and not published yet.
 *
 * <p>One relay publishes at a time, for as long as its lease; it saves the others the work. Order does not rest on it: a relay begins a job's
 * stream at the first event that is not marked, everything before that was acknowledged by Kafka, and it goes on one by one. So whatever
 * several relays do at once, even one that was paused for an hour, an event arrives for the first time only after all before it.
 */
@ApplicationScoped
public class UnpublishedEvents {

    // Streams that are on their way already are left out, so one that Kafka does not take keeps no place of the others.
    private static final String TAKE = """
            with mine as (
              insert into sync_relay as r (relay_id, lease_until) values ($1, now() + $2)
              on conflict (only_row) do update set relay_id = excluded.relay_id, lease_until = excluded.lease_until
               where r.relay_id = $1 or r.lease_until <= now()
              returning 1)
            select e.* from mine left join lateral (
              select %s from job_event u
               where published_at is null
                 and not exists (select 1 from unnest($4::bigint[], $5::text[]) as away (job_id, stream)
                                  where away.job_id = u.job_id and away.stream = u.stream)
               order by position limit $3) e on true
            order by e.position
            """.formatted(EventLog.COLUMNS);

    private final Transactions transactions;

    UnpublishedEvents(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Prolongs the relay's lease or takes over one that has ended, and answers with the oldest events, each stream's in order and without a
     * gap; empty when another relay publishes.
     *
     * @param onTheWay streams of which the relay waits for acknowledgements; nothing of them is among the answer
     */
    public Uni<Optional<List<StoredEvent>>> take(
            UUID relayId, Duration lease, int limit, Collection<JobStream> onTheWay) {
        var arguments = Tuple.tuple()
                .addUUID(relayId)
                .addValue(Intervals.of(lease))
                .addInteger(limit)
                .addArrayOfLong(onTheWay.stream().map(JobStream::jobId).toArray(Long[]::new))
                .addArrayOfString(
                        onTheWay.stream().map(stream -> stream.stream().name()).toArray(String[]::new));
        return transactions.query(TAKE, arguments).map(UnpublishedEvents::events);
    }

    private static Optional<List<StoredEvent>> events(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var events = new ArrayList<StoredEvent>(rows.size());
        for (Row row : rows) {
            if (row.getLong("position") != null) {
                events.add(EventLog.event(row));
            }
        }
        return Optional.of(events);
    }

    /** They were acknowledged by Kafka. Marking twice changes nothing. */
    public Uni<Void> mark(List<StoredEvent> acknowledged) {
        return transactions
                .query(
                        "update job_event set published_at = now() where position = any($1) and published_at is null",
                        Tuple.of(
                                acknowledged.stream().map(StoredEvent::position).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** Whether all is published. */
    public Uni<Boolean> isEmpty() {
        return transactions
                .query("select not exists (select 1 from job_event where published_at is null) as empty", Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean("empty"));
    }

    /** The relay stops; the next one need not wait for the end of its lease. */
    public Uni<Void> leave(UUID relayId) {
        return transactions
                .query("update sync_relay set lease_until = now() where relay_id = $1", Tuple.of(relayId))
                .replaceWithVoid();
    }
}
