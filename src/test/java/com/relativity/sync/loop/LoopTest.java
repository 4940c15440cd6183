package com.relativity.sync.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.Uni;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LoopTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AtomicInteger rounds = new AtomicInteger();
    private Loop loop;

    @AfterEach
    void stop() {
        loop.stop().await().atMost(LIMIT);
    }

    @Test
    void aRoundWithMoreToDoIsFollowedByTheNextAtOnce() {
        loop = started(LONG, () -> rounds.incrementAndGet() < 5);

        Awaitility.await().atMost(LIMIT).until(() -> rounds.get() == 5 && loop.isIdle());
    }

    @Test
    void aLoopThatWaitsIsWoken() {
        loop = started(LONG, () -> {
            rounds.incrementAndGet();
            return false;
        });
        Awaitility.await().atMost(LIMIT).until(loop::isIdle);

        loop.wake();

        Awaitility.await().atMost(LIMIT).until(() -> rounds.get() == 2);
    }

    @Test
    void aWakeDuringARoundIsNotLost() {
        loop = new Loop("test", LONG, () -> {
            if (rounds.incrementAndGet() == 1) {
                loop.wake();
            }
            return Uni.createFrom().item(false);
        });
        loop.start();

        Awaitility.await().atMost(LIMIT).until(() -> rounds.get() == 2);
    }

    @Test
    void aFailureEndsTheRoundAndNotTheLoop() {
        loop = new Loop(
                "test",
                SHORT,
                () -> rounds.incrementAndGet() <= 3
                        ? Uni.createFrom().failure(new IllegalStateException("on purpose"))
                        : Uni.createFrom().item(false));
        loop.start();

        Awaitility.await().atMost(LIMIT).until(() -> rounds.get() > 3 && loop.failuresInARow() == 0);
    }

    @Test
    void aStopWaitsForTheRoundThatRuns_andNoneFollows() {
        loop = new Loop(
                "test",
                SHORT,
                () -> Uni.createFrom()
                        .item(true)
                        .onItem()
                        .delayIt()
                        .by(Duration.ofMillis(50))
                        .invoke(rounds::incrementAndGet));
        loop.start();
        Awaitility.await().atMost(LIMIT).until(() -> rounds.get() >= 1);

        loop.stop().await().atMost(LIMIT);
        int atTheEnd = rounds.get();

        assertTrue(atTheEnd >= 1);
        Awaitility.await().during(Duration.ofMillis(200)).atMost(LIMIT).until(() -> rounds.get() == atTheEnd);
        assertEquals(atTheEnd, rounds.get());
    }

    private static Loop started(Duration pause, java.util.function.BooleanSupplier round) {
        var loop = new Loop("test", pause, () -> Uni.createFrom().item(round::getAsBoolean));
        loop.start();
        return loop;
    }
}
