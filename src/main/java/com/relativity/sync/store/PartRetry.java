package com.relativity.sync.store;

import java.time.Duration;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.DependencyDown;

/** An import is long, and outages are short: a part that could not be written is written again before the import breaks off. */
final class PartRetry {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private PartRetry() {}

    /** What was committed although its answer was lost is written over, and then counts as updated. */
    static <T> Uni<T> patient(Duration patience, Supplier<Uni<? extends T>> write) {
        return Uni.createFrom()
                .deferred(write)
                .onFailure(DependencyDown.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(patience.toMillis());
    }
}
