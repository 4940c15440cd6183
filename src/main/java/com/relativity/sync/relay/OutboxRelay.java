package com.relativity.sync.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

import com.relativity.sync.outbox.JobStream;
import com.relativity.sync.outbox.StoredEvent;
import com.relativity.sync.outbox.UnpublishedEvents;
import com.relativity.sync.problem.DependencyDown;

/**
 * Publishes what the outbox holds.
 *
 * <ol>
 *   <li>One relay publishes at a time however many are alive; the next one takes over when its lease ends ({@link UnpublishedEvents}).
 *   <li>A round takes the oldest unpublished events and sends each stream's one after the other, the streams side by side. A stream's next event
 *       waits for the acknowledgement of the one before, so no failure and no retry can turn them around.
 *   <li>What was acknowledged is marked; what was not is taken again, with the same id. A stream that Kafka keeps waiting does not keep the
 *       round: it stays on its way, and further rounds pass it over until its answer is there.
 * </ol>
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final UUID relayId = UUID.randomUUID();
    private final UnpublishedEvents outbox;
    private final RelaySettings settings;
    private final EventRecords records;
    private final MutinyEmitter<String> emitter;
    private final Counter published;

    private final Set<JobStream> onTheWay = ConcurrentHashMap.newKeySet();
    private final Queue<JobStream> answered = new ConcurrentLinkedQueue<>();
    private final Queue<StoredEvent> acknowledged = new ConcurrentLinkedQueue<>();

    /** By the clock of this process, which does not jump; what is not on its way by then is left to the relay that has taken over. */
    private volatile long leaseEndNanos;

    private final LongSupplier nanoTime;

    @Inject
    OutboxRelay(
            UnpublishedEvents outbox,
            RelaySettings settings,
            EventRecords records,
            @Channel("job-events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter,
            MeterRegistry metrics) {
        this(outbox, settings, records, emitter, metrics, System::nanoTime);
    }

    /** @param nanoTime a clock that does not jump */
    OutboxRelay(
            UnpublishedEvents outbox,
            RelaySettings settings,
            EventRecords records,
            MutinyEmitter<String> emitter,
            MeterRegistry metrics,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.leaseEndNanos = nanoTime.getAsLong();
        this.outbox = outbox;
        this.settings = settings;
        this.records = records;
        this.emitter = emitter;
        this.published = metrics.counter("sync.events.published");
    }

    /** One round. Answers whether there may be more to publish at once; fails when Kafka took nothing of it. */
    public Uni<Boolean> round() {
        return mark().chain(this::take)
                .flatMap(events -> events.map(this::publish)
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    /** Publishes until nothing is left, whoever does it, and lets the next relay take over at once. */
    public Uni<Void> finish() {
        return round().onFailure()
                .invoke(failure -> LOG.warnf("The outbox is not emptied yet: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(false)
                .chain(outbox::isEmpty)
                .onItem()
                .delayIt()
                .by(settings.patience().dividedBy(10))
                .repeat()
                .until(empty -> empty)
                .collect()
                .last()
                .chain(() -> outbox.leave(relayId));
    }

    private Uni<Boolean> publish(List<StoredEvent> events) {
        return events.isEmpty()
                ? Uni.createFrom().item(false)
                : send(events).flatMap(failure -> mark().flatMap(marked -> outcome(events, marked, failure)));
    }

    private Uni<Optional<List<StoredEvent>>> take() {
        int room = Math.min(settings.round(), settings.mostOnTheWay() - onTheWay.size());
        long asked = nanoTime.getAsLong();
        return outbox.take(relayId, settings.lease(), Math.max(room, 0), List.copyOf(onTheWay))
                .invoke(events -> leaseEndNanos =
                        events.isPresent() ? asked + settings.lease().toNanos() : asked);
    }

    /** Answers, after at most the patience, with a failure of one of the streams, if there was one by then. */
    private Uni<Optional<Throwable>> send(List<StoredEvent> events) {
        Map<JobStream, List<StoredEvent>> streams = new LinkedHashMap<>();
        for (StoredEvent event : events) {
            streams.computeIfAbsent(event.jobStream(), stream -> new ArrayList<>())
                    .add(event);
        }
        onTheWay.addAll(streams.keySet());
        var sendings = new ArrayList<Uni<Void>>(streams.size());
        streams.forEach((stream, ofStream) -> sendings.add(Uni.createFrom()
                .deferred(() -> inOrder(ofStream, 0))
                .onTermination()
                .invoke(() -> answered.add(stream))
                // goes on, whoever still waits for it
                .memoize()
                .indefinitely()));
        return Uni.join()
                .all(sendings)
                .andCollectFailures()
                .replaceWith(Optional.<Throwable>empty())
                .onFailure()
                .recoverWithItem(Optional::of)
                .ifNoItem()
                .after(settings.patience())
                .recoverWithItem(Optional.empty());
    }

    private Uni<Void> inOrder(List<StoredEvent> events, int next) {
        if (next == events.size() || nanoTime.getAsLong() - leaseEndNanos >= 0) {
            return Uni.createFrom().voidItem();
        }
        StoredEvent event = events.get(next);
        return emitter.sendMessage(records.message(event))
                .invoke(() -> acknowledged.add(event))
                .chain(() -> inOrder(events, next + 1));
    }

    /** A stream is on its way until its acknowledged events are marked: only then may a round take what follows. Answers how many were. */
    private Uni<Integer> mark() {
        var ended = new ArrayList<JobStream>();
        for (JobStream stream = answered.poll(); stream != null; stream = answered.poll()) {
            ended.add(stream);
        }
        var toMark = List.copyOf(acknowledged);
        Uni<Void> marked = toMark.isEmpty() ? Uni.createFrom().voidItem() : outbox.mark(toMark);
        return marked.invoke(() -> {
                    toMark.forEach(event -> acknowledged.poll());
                    ended.forEach(onTheWay::remove);
                    published.increment(toMark.size());
                })
                .onFailure()
                .invoke(() -> answered.addAll(ended))
                .replaceWith(toMark.size());
    }

    private Uni<Boolean> outcome(List<StoredEvent> events, int marked, Optional<Throwable> failure) {
        if (marked == 0 && failure.isPresent()) {
            return Uni.createFrom().failure(new DependencyDown("Kafka", failure.get()));
        }
        failure.ifPresent(some -> LOG.warnf(
                "Some of %d events were not acknowledged by Kafka and are sent again: %s",
                events.size(), some.getMessage()));
        return Uni.createFrom().item(events.size() >= settings.round());
    }
}
