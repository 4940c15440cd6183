package com.relativity.sync.relay;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes a relay's records in the order they come, and acknowledges them when the test says so. */
final class HeldBroker {

    record Received(String topic, long jobId, String value) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<Long, List<UniEmitter<? super Void>>> held = new ConcurrentHashMap<>();
    private volatile boolean away;

    @SuppressWarnings("unchecked")
    MutinyEmitter<String> emitter() {
        return (MutinyEmitter<String>) Proxy.newProxyInstance(
                HeldBroker.class.getClassLoader(), new Class<?>[] {MutinyEmitter.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("sendMessage")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return send((Message<String>) arguments[0]);
                });
    }

    private Uni<Void> send(Message<String> message) {
        var record = message.getMetadata(OutgoingKafkaRecordMetadata.class).orElseThrow();
        long jobId = Long.parseLong(record.getKey().toString());
        String topic = record.getTopic();
        return Uni.createFrom().emitter(emitter -> {
            if (away) {
                emitter.fail(new IllegalStateException("no broker"));
                return;
            }
            received.add(new Received(topic, jobId, message.getPayload()));
            var waiting = held.get(jobId);
            if (waiting == null) {
                emitter.complete(null);
            } else {
                waiting.add(emitter);
            }
        });
    }

    /** Records of this job are not acknowledged until {@link #release}. */
    void hold(long jobId) {
        held.put(jobId, new CopyOnWriteArrayList<>());
    }

    void release(long jobId) {
        held.remove(jobId).forEach(emitter -> emitter.complete(null));
    }

    void goAway(boolean gone) {
        away = gone;
    }

    List<String> valuesOf(long jobId) {
        var values = new ArrayList<String>();
        received.stream()
                .filter(record -> record.jobId() == jobId)
                .map(record -> record.value().replaceAll(".*(\"total\":[0-9]+).*", "$1"))
                .forEach(values::add);
        return values;
    }
}
