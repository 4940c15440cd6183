package com.relativity.sync.relay;

import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

import com.relativity.sync.job.JobEvent;
import com.relativity.sync.outbox.EventLog;
import com.relativity.sync.outbox.StoredEvent;
import com.relativity.sync.sql.Transactions;

/**
 * Publishes what the outbox holds.
 *
 * <ol>
 *   <li>A round takes the relay's lock in PostgreSQL, so one relay publishes at a time however many are alive; the lock goes with the
 *       transaction, and so with a relay that died.
 *   <li>It reads the oldest unpublished events, and sends each job's one after the other, the jobs side by side. A job's next event waits for
 *       the acknowledgement of the one before, so no failure and no retry can turn them around.
 *   <li>It marks what was acknowledged. What was not stays for the next round, with the same id.
 * </ol>
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int ROUND = 500;
    private static final long LOCK = 0x73796e632d726c79L;

    private final Transactions transactions;
    private final EventLog log;
    private final TopicSettings topics;
    private final MutinyEmitter<String> emitter;
    private final Counter published;

    OutboxRelay(
            Transactions transactions,
            EventLog log,
            TopicSettings topics,
            @Channel("job-events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter,
            MeterRegistry metrics) {
        this.transactions = transactions;
        this.log = log;
        this.topics = topics;
        this.emitter = emitter;
        this.published = metrics.counter("sync.events.published");
    }

    /** One round. Answers whether there may be more to publish at once. */
    public Uni<Boolean> round() {
        return transactions.inOne(transaction -> locked(transaction)
                .flatMap(mine -> mine
                        ? log.unpublished(transaction, ROUND).flatMap(events -> publish(transaction, events))
                        : Uni.createFrom().item(false)));
    }

    private static Uni<Boolean> locked(SqlConnection transaction) {
        return transaction
                .preparedQuery("select pg_try_advisory_xact_lock($1) as mine")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(LOCK))
                .map(rows -> rows.iterator().next().getBoolean("mine"));
    }

    private Uni<Boolean> publish(SqlConnection transaction, List<StoredEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        var jobs = new LinkedHashMap<String, List<StoredEvent>>();
        for (StoredEvent event : events) {
            jobs.computeIfAbsent(event.jobId() + "/" + event.stream(), stream -> new ArrayList<>())
                    .add(event);
        }
        var acknowledged = new ArrayList<StoredEvent>(events.size());
        return Uni.join()
                .all(jobs.values().stream()
                        .map(ofOneJob -> inOrder(ofOneJob, 0, acknowledged))
                        .toList())
                .andCollectFailures()
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "%d of %d events were not acknowledged by Kafka and are sent again: %s",
                        events.size() - acknowledged.size(), events.size(), failure.getMessage()))
                .onItemOrFailure()
                .transformToUni((done, failure) -> acknowledged.isEmpty()
                        ? Uni.createFrom().item(false)
                        : log.markPublished(transaction, acknowledged)
                                .invoke(() -> published.increment(acknowledged.size()))
                                .replaceWith(failure == null && events.size() == ROUND));
    }

    private Uni<Void> inOrder(List<StoredEvent> events, int next, List<StoredEvent> acknowledged) {
        if (next == events.size()) {
            return Uni.createFrom().voidItem();
        }
        StoredEvent event = events.get(next);
        return emitter.sendMessage(message(event))
                .invoke(() -> {
                    synchronized (acknowledged) {
                        acknowledged.add(event);
                    }
                })
                .chain(() -> inOrder(events, next + 1, acknowledged));
    }

    private Message<String> message(StoredEvent event) {
        var record = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topics.of(event.stream()))
                .withKey(Long.toString(event.jobId()))
                .build();
        if (event.type().equals(JobEvent.CancellationSettled.TYPE)) {
            return Message.of(null, Metadata.of(record));
        }
        var attributes = OutgoingCloudEventMetadata.<String>builder()
                .withId(event.eventId().toString())
                .withSource(URI.create(event.source()))
                .withType(event.type())
                .withSubject(Long.toString(event.jobId()))
                .withTimestamp(event.at().atZone(ZoneOffset.UTC))
                .withDataContentType("application/json")
                .withExtension("sequence", event.sequence())
                .build();
        return Message.of(event.data(), Metadata.of(attributes, record));
    }
}
