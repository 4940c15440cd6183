package com.relativity.sync.relay;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.outbox.UnpublishedEvents;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.ApiOnly;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Tag("G7")
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(ApiOnly.class)
class OutboxRelayTest {

    private static final AtomicLong JOBS = new AtomicLong(80_000_000);
    private static final Duration LEASE = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofMillis(200);

    @Inject
    Outbox outbox;

    @Inject
    UnpublishedEvents unpublished;

    @Inject
    EventRecords records;

    @Inject
    Transactions transactions;

    private final HeldBroker broker = new HeldBroker();
    private final long first = JOBS.incrementAndGet();
    private final long second = JOBS.incrementAndGet();

    @BeforeEach
    void nothingIsLeftOver() {
        now(transactions.query("update job_event set published_at = now() where published_at is null", Tuple.tuple()));
        now(transactions.query("update sync_relay set lease_until = now()", Tuple.tuple()));
    }

    @Test
    void aJobsEventsArriveInOrder_andOnce() {
        var relay = relay();
        tell(first, 1, 2, 3);

        assertFalse(now(relay.round()));
        now(relay.round());

        assertEquals(told(1, 2, 3), broker.valuesOf(first));
        assertTrue(now(unpublished.isEmpty()));
    }

    @Test
    void aStreamThatKafkaKeepsWaiting_keepsNoOtherFromBeingPublished() {
        var relay = relay();
        broker.hold(first);
        tell(first, 1, 2);
        tell(second, 1);
        now(relay.round());
        tell(second, 2);
        now(relay.round());

        assertEquals(told(1, 2), broker.valuesOf(second));
        assertEquals(told(1), broker.valuesOf(first), "the second event waits for the first one's acknowledgement");

        broker.release(first);
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            now(relay.round());
            return now(unpublished.isEmpty());
        });
        assertEquals(told(1, 2), broker.valuesOf(first), "an acknowledgement that comes late counts");
    }

    @Test
    void withoutABroker_theRoundFails_andNothingIsLost() {
        var relay = relay();
        tell(first, 1, 2);
        broker.goAway(true);

        assertInstanceOf(DependencyDown.class, failureOf(relay.round()));

        broker.goAway(false);
        now(relay.round());
        assertEquals(told(1, 2), broker.valuesOf(first));
    }

    @Test
    void theRelaysTakeOverFromEachOtherWhenALeaseEnds() {
        var one = relay();
        var other = relay();
        now(one.round());
        tell(first, 1);

        now(other.round());
        assertEquals(List.of(), broker.valuesOf(first), "the lease is the first one's");

        await().atMost(Duration.ofSeconds(5)).until(() -> {
            now(other.round());
            return broker.valuesOf(first).equals(told(1));
        });
        tell(first, 2);
        now(one.round());
        assertEquals(told(1), broker.valuesOf(first), "and now the other one's");
    }

    @Test
    void aRelayThatStopsLetsTheNextOneInAtOnce() {
        var one = relay();
        var other = relay();
        tell(first, 1);

        now(one.finish());
        tell(first, 2);
        now(other.round());

        assertEquals(told(1, 2), broker.valuesOf(first));
    }

    @Test
    void aPausedRelayThatWakesUpSendsNoEventBeforeOneThatComesEarlier() {
        var paused = relay();
        var next = relay();
        tell(first, 1, 2, 3);
        broker.hold(first);
        now(paused.round());
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            now(next.round());
            return broker.valuesOf(first).size() == 2;
        });

        broker.release(first);
        now(next.round());
        now(next.round());

        assertTrue(now(unpublished.isEmpty()));
        assertEquals(told(1, 1, 2, 3), broker.valuesOf(first), "the paused one has sent its first event and no other");
    }

    private OutboxRelay relay() {
        return new OutboxRelay(unpublished, new Quick(), records, broker.emitter(), new SimpleMeterRegistry());
    }

    private void tell(long jobId, int... totals) {
        now(transactions.inOne(transaction -> Multi.createFrom()
                .iterable(java.util.Arrays.stream(totals).boxed().toList())
                .onItem()
                .transformToUniAndConcatenate(total -> outbox.append(transaction, progressed(jobId, total)))
                .collect()
                .last()
                .replaceWith(Uni.createFrom().voidItem())));
    }

    private static JobEvent progressed(long jobId, long total) {
        return new JobEvent.Progressed(
                jobId, 1, new JobEvent.Told(total, 0, 0, java.math.BigDecimal.ZERO, null, 0, null, null));
    }

    private static List<String> told(int... totals) {
        return java.util.Arrays.stream(totals)
                .mapToObj(total -> "\"total\":" + total)
                .toList();
    }

    private static final class Quick implements RelaySettings {

        @Override
        public Duration poll() {
            return Duration.ofMillis(500);
        }

        @Override
        public Duration lease() {
            return LEASE;
        }

        @Override
        public int round() {
            return 500;
        }

        @Override
        public Duration patience() {
            return PATIENCE;
        }

        @Override
        public int mostOnTheWay() {
            return 5000;
        }
    }
}
