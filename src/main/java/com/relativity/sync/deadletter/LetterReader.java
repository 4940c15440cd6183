package com.relativity.sync.deadletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads given offsets of a topic once, a bounded piece at a time. What it does blocks and is for workers. */
final class LetterReader implements AutoCloseable {

    private static final int MOST_RECORDS = 500;
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int MOST_BYTES_OF_PARTITION = 1024 * 1024;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> configuration;
    private final Map<TopicPartition, Long> from = new HashMap<>();
    private final Map<TopicPartition, Long> unreadTo = new HashMap<>();
    private KafkaConsumer<byte[], byte[]> consumer;
    private boolean closed;

    LetterReader(Map<String, Object> kafka, String topic, List<LetterTopic.Offsets> offsets) {
        this.configuration = new HashMap<>(kafka);
        configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        configuration.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
        configuration.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_BYTES_OF_PARTITION);
        for (LetterTopic.Offsets range : offsets) {
            if (range.from() < range.to()) {
                from.put(new TopicPartition(topic, range.partition()), range.from());
                unreadTo.put(new TopicPartition(topic, range.partition()), range.to());
            }
        }
    }

    /**
     * The next records, each partition's in order; none when all were read. Fails with {@link TimeoutException} when none has come until
     * {@code deadline} of {@link System#nanoTime()}.
     */
    synchronized List<ConsumerRecord<byte[], byte[]>> next(long deadline) {
        var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        while (read.isEmpty() && !unreadTo.isEmpty() && !closed) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("No dead letter was read in time");
            }
            open();
            for (var record : consumer.poll(POLL)) {
                Long end = unreadTo.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end) {
                    read.add(record);
                }
            }
            leaveWhatIsRead();
        }
        return read;
    }

    private void open() {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer.assign(List.copyOf(unreadTo.keySet()));
            from.forEach(consumer::seek);
        }
    }

    /** By the position, as the last offsets of a partition may have no record any more. */
    private void leaveWhatIsRead() {
        if (unreadTo.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())) {
            consumer.assign(List.copyOf(unreadTo.keySet()));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            consumer = null;
        }
    }
}
