package com.relativity.sync.deadletter;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

import com.relativity.sync.relay.TopicSettings;

/** Where records go that cannot be read. */
@ApplicationScoped
public class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final RecordWriter writer;
    private final TopicSettings topics;
    private final Counter written;

    DeadLetters(RecordWriter writer, TopicSettings topics, MeterRegistry metrics) {
        this.writer = writer;
        this.topics = topics;
        this.written = metrics.counter("sync.dead.letters");
    }

    /**
     * Writes key, value and headers as they are, and by further headers why and where from. Done when Kafka has acknowledged it; fails when
     * Kafka does not, and can be called again, which may write it twice. Of a record that is larger than Kafka takes there, the letter says
     * only where it is.
     */
    public Uni<Void> keep(ConsumerRecord<byte[], byte[]> record, String reason) {
        return writer.write(topics.deadLetter(), record.key(), LetterHeaders.of(record, reason), record.value())
                .onFailure(RecordWriter::isTooLarge)
                .recoverWithUni(() -> writer.write(
                        topics.deadLetter(), null, LetterHeaders.withoutRecord(record, reason, size(record)), null))
                .invoke(() -> {
                    written.increment();
                    LOG.warnf(
                            "The record at offset %d of partition %d of %s cannot be read and is kept on %s: %s",
                            record.offset(), record.partition(), record.topic(), topics.deadLetter(), reason);
                });
    }

    private static int size(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
