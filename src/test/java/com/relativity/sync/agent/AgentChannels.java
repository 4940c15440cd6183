package com.relativity.sync.agent;

import java.nio.charset.StandardCharsets;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** An agent's ears, for tests that are the broker. */
public final class AgentChannels {

    private AgentChannels() {}

    /** @param value null for a tombstone */
    public static Uni<Void> cancellation(Cancellations cancellations, long jobId, String value) {
        byte[] key = Long.toString(jobId).getBytes(StandardCharsets.US_ASCII);
        byte[] payload = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        var record = new ConsumerRecord<>("cancellations", 0, 0, key, payload);
        return cancellations.heard(
                Message.of(payload, Metadata.of(new IncomingKafkaRecordMetadata<>(record, "job-cancellation"))));
    }
}
