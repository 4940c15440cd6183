package com.relativity.sync.relay;

import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

import com.relativity.sync.job.JobEvent;
import com.relativity.sync.outbox.EventLog;
import com.relativity.sync.outbox.StoredEvent;

/**
 * Publishes what the outbox holds.
 *
 * <ol>
 *   <li>One relay publishes at a time however many are alive; the next one takes over when it dies ({@link EventLog#publish}).
 *   <li>It reads the oldest unpublished events, and sends each job's one after the other, the jobs side by side. A job's next event waits for
 *       the acknowledgement of the one before, so no failure and no retry can turn them around.
 *   <li>It marks what was acknowledged. What was not stays for the next round, with the same id.
 * </ol>
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int ROUND = 500;

    private final EventLog log;
    private final TopicSettings topics;
    private final MutinyEmitter<String> emitter;
    private final Counter published;

    OutboxRelay(
            EventLog log,
            TopicSettings topics,
            @Channel("job-events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter,
            MeterRegistry metrics) {
        this.log = log;
        this.topics = topics;
        this.emitter = emitter;
        this.published = metrics.counter("sync.events.published");
    }

    /** One round. Answers whether there may be more to publish at once. */
    public Uni<Boolean> round() {
        return log.publish(ROUND, this::send)
                .invoke(count -> published.increment(count))
                .map(count -> count == ROUND);
    }

    private Uni<List<StoredEvent>> send(List<StoredEvent> events) {
        var jobs = new LinkedHashMap<String, List<StoredEvent>>();
        for (StoredEvent event : events) {
            jobs.computeIfAbsent(event.jobId() + "/" + event.stream(), stream -> new ArrayList<>())
                    .add(event);
        }
        var acknowledged = Collections.synchronizedList(new ArrayList<StoredEvent>(events.size()));
        return Uni.join()
                .all(jobs.values().stream()
                        .map(ofOneJob -> inOrder(ofOneJob, 0, acknowledged))
                        .toList())
                .andCollectFailures()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "%d of %d events were not acknowledged by Kafka and are sent again: %s",
                        events.size() - acknowledged.size(), events.size(), failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWith(() -> List.copyOf(acknowledged));
    }

    private Uni<Void> inOrder(List<StoredEvent> events, int next, List<StoredEvent> acknowledged) {
        if (next == events.size()) {
            return Uni.createFrom().voidItem();
        }
        StoredEvent event = events.get(next);
        return emitter.sendMessage(message(event))
                .invoke(() -> acknowledged.add(event))
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
