package com.relativity.sync.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What a dead letter says besides its record: headers that come after the record's own and are taken off again when it is sent anew. */
final class LetterHeaders {

    static final String REASON = "dead-letter-reason";
    static final String TOPIC = "dead-letter-topic";
    static final String PARTITION = "dead-letter-partition";
    static final String OFFSET = "dead-letter-offset";
    static final String TIMESTAMP = "dead-letter-timestamp";

    /** Only where the record itself did not fit: its size in bytes. */
    static final String LEFT_OUT = "dead-letter-left-out";

    private static final List<String> OURS = List.of(REASON, TOPIC, PARTITION, OFFSET, TIMESTAMP, LEFT_OUT);

    private LetterHeaders() {}

    static Headers of(ConsumerRecord<?, ?> record, String reason) {
        return origin(new RecordHeaders(record.headers().toArray()), record, reason);
    }

    /** For a letter that does not hold its record. */
    static Headers withoutRecord(ConsumerRecord<?, ?> record, String reason, int bytes) {
        var headers = origin(
                new RecordHeaders(),
                record,
                reason + "; with " + bytes + " bytes it is too large to be kept here, read it at offset "
                        + record.offset() + " of partition " + record.partition() + " of " + record.topic());
        return headers.add(LEFT_OUT, bytes(Integer.toString(bytes)));
    }

    private static Headers origin(Headers headers, ConsumerRecord<?, ?> record, String reason) {
        return headers.add(REASON, bytes(reason))
                .add(TOPIC, bytes(record.topic()))
                .add(PARTITION, bytes(Integer.toString(record.partition())))
                .add(OFFSET, bytes(Long.toString(record.offset())))
                .add(TIMESTAMP, bytes(Instant.ofEpochMilli(record.timestamp()).toString()));
    }

    /** The record's own headers. One that has a name of ours because its writer gave it is kept: ours is the last of its name. */
    static Headers original(Headers letter) {
        var headers = new ArrayList<Header>(List.of(letter.toArray()));
        for (String name : OURS) {
            headers.remove(letter.lastHeader(name));
        }
        return new RecordHeaders(headers);
    }

    static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    static boolean holdsRecord(Headers letter) {
        return letter.lastHeader(LEFT_OUT) == null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
