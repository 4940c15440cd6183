package com.relativity.sync.support;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

/** Lets a test read what a {@code Uni} answers. */
public final class Waiting {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Waiting() {}

    public static <T> T now(Uni<T> answer) {
        return answer.await().atMost(LIMIT);
    }

    /** What it fails with; an assertion error where it does not fail. */
    public static Throwable failureOf(Uni<?> answer) {
        return answer.onItem()
                .<Throwable>transformToUni(
                        item -> Uni.createFrom().failure(new AssertionError("No failure but " + item)))
                .onFailure(failure -> !(failure instanceof AssertionError))
                .recoverWithItem(failure -> failure)
                .await()
                .atMost(LIMIT);
    }
}
