package com.relativity.sync.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How fast a run goes, told from what its attempt had done at some moments.
 *
 * @param moments by time; the last one has what is done now
 * @param readAt now, by the clock that the moments were taken with
 */
public record Pace(List<Moment> moments, Instant readAt) {

    public static final Pace UNKNOWN = new Pace(List.of(), Instant.EPOCH);

    private static final long RATE_MILLIS = 30_000;
    private static final long SHORTEST_RATE_MILLIS = 1_000;

    private static final long END_MILLIS = 60_000;
    private static final long SHORTEST_END_MILLIS = 10_000;
    private static final int FEWEST_MOMENTS = 5;
    private static final int MOMENTS_OF_SLOW_RUNS = 8;
    private static final int PARTS = 4;
    private static final double WIDEST_SPREAD = 2;
    private static final long SHORT_SILENCE_MILLIS = 4_000;

    /** @param done items, transferred and failed */
    public record Moment(long atMillis, long done) {}

    /** Between these two, rounded up to seconds, the run is expected to end. */
    public record Eta(Instant low, Instant high) {}

    /**
     * Reads what {@code job_history.pace} keeps; null is fine. What an attempt before this one did tells nothing.
     */
    public static Pace of(Long[] kept, int attempt, Instant readAt) {
        if (kept == null || kept.length == 0 || kept[0] != attempt) {
            return UNKNOWN;
        }
        var moments = new ArrayList<Moment>(kept.length / 2);
        for (int at = 1; at + 1 < kept.length; at += 2) {
            moments.add(new Moment(kept[at], kept[at + 1]));
        }
        return new Pace(List.copyOf(moments), readAt);
    }

    /** Items a second over the last 30 s, or since the attempt began, with one decimal; null while less than a second was seen. */
    public BigDecimal itemsPerSecond() {
        if (moments.isEmpty()) {
            return null;
        }
        long now = readAt.toEpochMilli();
        long from = Math.max(now - RATE_MILLIS, moments.get(0).atMillis);
        if (now - from < SHORTEST_RATE_MILLIS) {
            return null;
        }
        double rate = (last().done - doneAt(from)) * 1000 / (now - from);
        return BigDecimal.valueOf(rate).setScale(1, RoundingMode.HALF_UP);
    }

    /**
     * When {@code remaining} items will be done, going on as in the last minute: from its fastest quarter to its slowest. Empty as long as that
     * would be a guess: too little was seen, the quarters differ by more than a factor of two, or the run has been silent for longer than it
     * used to be.
     */
    public Optional<Eta> end(long remaining) {
        var seen = recent();
        if (remaining <= 0 || seen.size() < FEWEST_MOMENTS) {
            return Optional.empty();
        }
        long first = seen.get(0).atMillis;
        long span = last().atMillis - first;
        if (span < SHORTEST_END_MILLIS || isSilent(seen)) {
            return Optional.empty();
        }
        double slowest = Double.MAX_VALUE;
        double fastest = 0;
        for (int part = 0; part < PARTS; part++) {
            double rate = (doneAt(first + span * (part + 1) / PARTS) - doneAt(first + span * part / PARTS))
                    / ((double) span / PARTS);
            slowest = Math.min(slowest, rate);
            fastest = Math.max(fastest, rate);
        }
        if (slowest <= 0 || fastest > slowest * WIDEST_SPREAD) {
            return Optional.empty();
        }
        long now = readAt.toEpochMilli();
        long high = last().atMillis + (long) Math.ceil(remaining / slowest);
        long low = Math.max(now, last().atMillis + (long) Math.ceil(remaining / fastest));
        // What should be over by now was told wrongly.
        return high < now ? Optional.empty() : Optional.of(new Eta(seconds(low), seconds(Math.max(low, high))));
    }

    private Moment last() {
        return moments.get(moments.size() - 1);
    }

    /** Those of the last minute, and some before it where they are rare. */
    private List<Moment> recent() {
        int from = moments.size();
        while (from > 0
                && (last().atMillis - moments.get(from - 1).atMillis <= END_MILLIS
                        || moments.size() - from < MOMENTS_OF_SLOW_RUNS)) {
            from--;
        }
        return moments.subList(from, moments.size());
    }

    private boolean isSilent(List<Moment> seen) {
        long longest = SHORT_SILENCE_MILLIS / 2;
        for (int at = 1; at < seen.size(); at++) {
            longest = Math.max(longest, seen.get(at).atMillis - seen.get(at - 1).atMillis);
        }
        return readAt.toEpochMilli() - last().atMillis > 2 * longest;
    }

    /** As if items had been done evenly between two moments. */
    private double doneAt(long millis) {
        Moment before = moments.get(0);
        for (Moment moment : moments) {
            if (moment.atMillis > millis) {
                double part = (double) (millis - before.atMillis) / (moment.atMillis - before.atMillis);
                return before.done + part * (moment.done - before.done);
            }
            before = moment;
        }
        return before.done;
    }

    private static Instant seconds(long millis) {
        var instant = Instant.ofEpochMilli(millis);
        var whole = instant.truncatedTo(ChronoUnit.SECONDS);
        return whole.equals(instant) ? whole : whole.plusSeconds(1);
    }
}
