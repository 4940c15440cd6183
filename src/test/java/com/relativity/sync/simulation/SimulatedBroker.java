package com.relativity.sync.simulation;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Topics as lists. A record can be lost, be there although its producer hears of a failure, or come late; a consumer can be late, too. */
final class SimulatedBroker {

    /** After so long a producer gives a record up; it may arrive all the same. */
    private static final long DELIVERY_TIMEOUT_MILLIS = 10_000;

    private static final long PAUSE_WHILE_AWAY_MILLIS = 500;

    /**
     * @param eventId null for a tombstone, like the sequence
     * @param value null for a tombstone
     */
    record Delivered(String topic, long jobId, String eventId, Long sequence, String type, String value) {}

    private final VirtualTime time;
    private final Faults faults;
    private final Map<String, List<Delivered>> topics = new LinkedHashMap<>();
    private long awayUntil;

    SimulatedBroker(VirtualTime time, Faults faults) {
        this.time = time;
        this.faults = faults;
    }

    List<Delivered> records(String topic) {
        return topics.computeIfAbsent(topic, made -> new ArrayList<>());
    }

    void goAway(long millis) {
        awayUntil = Math.max(awayUntil, time.nowMillis() + millis);
    }

    void comeBack() {
        awayUntil = 0;
    }

    private boolean isAway() {
        return time.nowMillis() < awayUntil;
    }

    /** The channel that a relay writes to. */
    @SuppressWarnings("unchecked")
    MutinyEmitter<String> emitter(SimulatedProcess producer) {
        return (MutinyEmitter<String>) Proxy.newProxyInstance(
                SimulatedBroker.class.getClassLoader(),
                new Class<?>[] {MutinyEmitter.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("sendMessage")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return send(producer, delivered((Message<String>) arguments[0]));
                });
    }

    private Uni<Void> send(SimulatedProcess producer, Delivered record) {
        return Uni.createFrom().emitter(emitter -> {
            var fate = faults.fate();
            boolean away = isAway();
            Runnable failure = () -> emitter.fail(new IOException("The record was not acknowledged in time"));
            if (fate == Faults.Fate.LOST_BEFORE || away) {
                time.plan(producer, away ? DELIVERY_TIMEOUT_MILLIS : faults.delayMillis(), failure);
                return;
            }
            faults.deliver(producer, () -> {
                records(record.topic()).add(record);
                time.plan(
                        producer,
                        faults.delayMillis(),
                        fate == Faults.Fate.ARRIVES ? () -> emitter.complete(null) : failure);
            });
            time.plan(producer, DELIVERY_TIMEOUT_MILLIS, failure);
        });
    }

    private static Delivered delivered(Message<String> message) {
        var record = message.getMetadata(OutgoingKafkaRecordMetadata.class).orElseThrow();
        var event = message.getMetadata(OutgoingCloudEventMetadata.class);
        return new Delivered(
                record.getTopic(),
                Long.parseLong(record.getKey().toString()),
                event.map(known -> known.getId()).orElse(null),
                event.map(known -> (Long) known.getExtension("sequence").orElseThrow())
                        .orElse(null),
                event.map(known -> known.getType()).orElse(null),
                message.getPayload());
    }

    /** Reads a topic from its beginning, in order; now and then a record twice, and where faults are many, one not at all. */
    void consume(SimulatedProcess consumer, String topic, Consumer<Delivered> reader) {
        consume(consumer, topic, 0, reader);
    }

    private void consume(SimulatedProcess consumer, String topic, int next, Consumer<Delivered> reader) {
        var records = records(topic);
        if (next >= records.size() || isAway()) {
            time.plan(consumer, PAUSE_WHILE_AWAY_MILLIS / 10, () -> consume(consumer, topic, next, reader));
            return;
        }
        var fate = faults.fate();
        if (fate != Faults.Fate.LOST_BEFORE) {
            reader.accept(records.get(next));
        }
        int following = fate == Faults.Fate.LOST_AFTER ? Math.max(0, next - faults.anyOf(3)) : next + 1;
        time.plan(consumer, faults.delayMillis(), () -> consume(consumer, topic, following, reader));
    }
}
