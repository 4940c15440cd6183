package com.relativity.sync.api;

import java.time.Duration;
import java.time.Instant;

/**
 * How long one may go on answering.
 *
 * @param until when the caller's token expires; null: never
 */
record Term(Instant until) {

    private static final Duration ENDLESS = Duration.ofDays(1);

    boolean isOver() {
        return left().isZero();
    }

    /** At most a day, also where the token does not expire. */
    Duration left() {
        if (until == null) {
            return ENDLESS;
        }
        var left = Duration.between(Instant.now(), until);
        return left.isNegative() ? Duration.ZERO : left.compareTo(ENDLESS) < 0 ? left : ENDLESS;
    }
}
