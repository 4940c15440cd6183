package com.relativity.sync.maintenance;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.sql.Turns;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class PassTest {

    @Inject
    Turns turns;

    @Inject
    Transactions transactions;

    private final String name = "pass " + UUID.randomUUID();
    private final AtomicInteger steps = new AtomicInteger();

    /** Three steps a pass, once an hour. */
    private Pass pass() {
        return new Pass(
                name,
                turns,
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ofSeconds(30),
                () -> Uni.createFrom().item(() -> steps.incrementAndGet() % 3 != 0));
    }

    @Test
    void onePassGoesOnToItsEnd_andTheOthersHaveTheirTurnLater() {
        var mine = pass();
        var others = pass();

        assertTrue(now(mine.round()));
        assertFalse(now(others.round()));
        assertTrue(now(mine.round()));
        assertFalse(now(mine.round()));
        assertFalse(now(mine.round()));
        assertEquals(3, steps.get());

        now(transactions.query("update sync_turn set next_at = now() where what = $1", Tuple.of(name)));
        assertTrue(now(others.round()));
        assertFalse(now(mine.round()));
    }

    @Test
    void aStepThatFailsIsTriedAgain_andTheTurnIsKept() {
        var tries = new AtomicInteger();
        var failing = new Pass(
                name,
                turns,
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ofSeconds(30),
                () -> tries.incrementAndGet() == 1
                        ? Uni.createFrom().failure(new IllegalStateException("away"))
                        : Uni.createFrom().item(false));

        failureOf(failing.round());
        assertFalse(now(failing.round()));

        assertEquals(2, tries.get());
    }

    @Test
    void ofManyWhoAskAtOnceOneHasTheTurn() {
        var taken = now(Uni.join()
                .all(java.util.stream.IntStream.range(0, 12)
                        .mapToObj(i -> turns.take(name, Duration.ofDays(900)))
                        .toList())
                .andFailFast());

        assertEquals(1, taken.stream().filter(one -> one).count());
    }
}
