package com.relativity.sync.deadletter;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps the newest of the letters it is shown, within a number and a size. One is kept whatever its size. */
final class NewestLetters {

    private static final Comparator<ConsumerRecord<byte[], byte[]>> OLDEST_FIRST =
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                    .thenComparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset);

    private final int most;
    private final long mostBytes;
    private final PriorityQueue<ConsumerRecord<byte[], byte[]>> kept = new PriorityQueue<>(OLDEST_FIRST);
    private long bytes;

    NewestLetters(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    void show(ConsumerRecord<byte[], byte[]> letter) {
        kept.add(letter);
        bytes += size(letter);
        while (kept.size() > most || kept.size() > 1 && bytes > mostBytes) {
            bytes -= size(kept.remove());
        }
    }

    List<DeadLetter> newestFirst() {
        return kept.stream()
                .sorted(OLDEST_FIRST.reversed())
                .map(NewestLetters::letter)
                .toList();
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                LetterHeaders.text(record.headers(), LetterHeaders.REASON)
                        .orElse("Not known: it was written by something else and has no header "
                                + LetterHeaders.REASON),
                record.key(),
                record.value());
    }

    private static long size(ConsumerRecord<byte[], byte[]> letter) {
        long size = Math.max(0, letter.serializedKeySize()) + Math.max(0, letter.serializedValueSize());
        return size
                + LetterHeaders.text(letter.headers(), LetterHeaders.REASON)
                        .map(String::length)
                        .orElse(0);
    }
}
