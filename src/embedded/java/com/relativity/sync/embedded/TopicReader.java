package com.relativity.sync.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, as anyone may, without a consumer group. */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, String> consumer;
    private final List<Record> read = new ArrayList<>();

    /** @param value null for a tombstone; {@code key} is null where the record has none */
    public record Record(int partition, long offset, String key, Map<String, String> headers, String value) {

        public String type() {
            return headers.get("ce_type");
        }

        public long sequence() {
            return Long.parseLong(headers.get("ce_sequence"));
        }
    }

    public TopicReader(String bootstrapServers, String topic) {
        var properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
    }

    /** All records of a key so far, as soon as {@code enough} says so, or when the limit is over. */
    public List<Record> of(long key, Predicate<List<Record>> enough, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            var ofKey = read.stream()
                    .filter(record -> Long.toString(key).equals(record.key()))
                    .toList();
            if (enough.test(ofKey) || System.nanoTime() > deadline) {
                return ofKey;
            }
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                read.add(
                        new Record(record.partition(), record.offset(), record.key(), headers(record), record.value()));
            }
        }
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> record) {
        var headers = new LinkedHashMap<String, String>();
        for (Header header : record.headers()) {
            headers.put(
                    header.key(), header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
