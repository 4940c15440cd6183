package com.relativity.sync.deadletter;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Offsets of letters that were redriven, as runs. */
final class RedrivenOffsets {

    private final Map<Integer, NavigableMap<Long, Long>> runs = new HashMap<>();

    /** @param to exclusive */
    void add(int partition, long from, long to) {
        runs.computeIfAbsent(partition, none -> new TreeMap<>()).put(from, to);
    }

    boolean contains(int partition, long offset) {
        var run = of(partition).floorEntry(offset);
        return run != null && offset < run.getValue();
    }

    /** How many letters among {@code offsets} were redriven. */
    long count(LetterTopic.Offsets offsets) {
        return of(offsets.partition()).entrySet().stream()
                .mapToLong(run ->
                        Math.max(0, Math.min(run.getValue(), offsets.to()) - Math.max(run.getKey(), offsets.from())))
                .sum();
    }

    /** Without the redriven letters that it begins with. */
    LetterTopic.Offsets left(LetterTopic.Offsets offsets) {
        var run = of(offsets.partition()).floorEntry(offsets.from());
        long from = run == null ? offsets.from() : Math.max(offsets.from(), run.getValue());
        return new LetterTopic.Offsets(offsets.partition(), Math.min(from, offsets.to()), offsets.to());
    }

    /** The end of {@code offsets}, with at most {@code most} letters that were not redriven. */
    LetterTopic.Offsets newest(LetterTopic.Offsets offsets, int most) {
        long missing = most;
        long upper = offsets.to();
        for (var run :
                of(offsets.partition()).headMap(upper, false).descendingMap().entrySet()) {
            long above = Math.max(0, upper - run.getValue());
            if (above >= missing) {
                break;
            }
            missing -= above;
            upper = Math.min(upper, run.getKey());
        }
        return new LetterTopic.Offsets(
                offsets.partition(), Math.min(offsets.to(), Math.max(offsets.from(), upper - missing)), offsets.to());
    }

    private NavigableMap<Long, Long> of(int partition) {
        return runs.getOrDefault(partition, new TreeMap<>());
    }
}
