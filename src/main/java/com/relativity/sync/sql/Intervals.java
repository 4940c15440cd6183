package com.relativity.sync.sql;

import java.time.Duration;

import io.vertx.pgclient.data.Interval;

/** Durations as arguments of statements. */
public final class Intervals {

    private Intervals() {}

    /** To the microsecond. Fails with {@link ArithmeticException} above 68 years. */
    public static Interval of(Duration duration) {
        return Interval.of(0, 0, 0, 0, 0, Math.toIntExact(duration.toSeconds()), duration.toNanosPart() / 1000);
    }
}
