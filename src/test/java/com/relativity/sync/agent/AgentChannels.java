package com.relativity.sync.agent;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** An agent's ears and its clock, for tests that are the broker and the time. */
public final class AgentChannels {

    private AgentChannels() {}

    public static Class<?> runningJobsType() {
        return RunningJobs.class;
    }

    /** The bean of that type, with the clock of the test. */
    public static Object runningJobs(LongSupplier nanoTime) {
        return new RunningJobs(nanoTime);
    }

    /** @param value null for a tombstone */
    public static Uni<Void> cancellation(Cancellations cancellations, long jobId, String value) {
        byte[] key = Long.toString(jobId).getBytes(StandardCharsets.US_ASCII);
        byte[] payload = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        var record = new ConsumerRecord<>("cancellations", 0, 0, key, payload);
        return cancellations.heard(
                Message.of(payload, Metadata.of(new IncomingKafkaRecordMetadata<>(record, "job-cancellation"))));
    }

    public static Uni<Void> submitted(JobSubmitted listener) {
        return listener.heard(Message.of(new byte[0]));
    }
}
