package com.relativity.sync.deadletter;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Writes records byte for byte. */
@ApplicationScoped
class RecordWriter {

    /** Above what the callers have on the way together. */
    private static final int MOST_ON_THE_WAY = 2048;

    private final MutinyEmitter<byte[]> emitter;

    RecordWriter(
            @Channel("dead-letters") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MOST_ON_THE_WAY)
                    MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** Done when Kafka has acknowledged it. A record may arrive although this fails. */
    Uni<Void> write(String topic, byte[] key, Headers headers, byte[] value) {
        var record = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(headers)
                .build();
        return Uni.createFrom().deferred(() -> emitter.sendMessage(Message.of(value, Metadata.of(record))));
    }

    /** Whether Kafka will never take this record, in distinction to not now. */
    static boolean isTooLarge(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return true;
            }
        }
        return false;
    }
}
