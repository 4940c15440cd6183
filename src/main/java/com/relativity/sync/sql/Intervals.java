package com.relativity.sync.sql;

import java.time.Duration;

import io.vertx.pgclient.data.Interval;

/** Durations as arguments of statements. */
public final class Intervals {

    private Intervals() {}

    /** Longer than anything is kept, and short enough for PostgreSQL to reckon with. */
    private static final Duration LONGEST = Duration.ofDays(365L * 1000);

    /** To the microsecond, for less than 30 days: the client makes months of them, which are not of one length. */
    public static Interval of(Duration duration) {
        return Interval.of(0, 0, 0, 0, 0, Math.toIntExact(duration.toSeconds()), duration.toNanosPart() / 1000);
    }

    /** For {@code make_interval(secs => …)}, exact however long; a duration above a thousand years counts as a thousand. */
    public static double seconds(Duration duration) {
        Duration kept = duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
        return kept.toSeconds() + kept.toNanosPart() / 1e9;
    }
}
