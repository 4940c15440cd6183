package com.relativity.sync.outbox;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class EventLogTest {

    private static final AtomicLong JOBS = new AtomicLong(90_000_000);

    @Inject
    Outbox outbox;

    @Inject
    EventLog log;

    @Inject
    Transactions transactions;

    @Test
    @Tag("G2")
    void aTransactionThatRollsBackLeavesNoEvent() {
        long jobId = JOBS.incrementAndGet();

        failureOf(transactions.inOne(transaction -> outbox.append(transaction, progressed(jobId))
                .chain(() -> Uni.createFrom().<Void>failure(new IllegalStateException("rolled back")))));

        assertThat(now(log.statusEventsOf(jobId, 0, 10)), empty());
    }

    @Test
    @Tag("G2")
    void anEventThatCommitsLateAtALowPositionIsNotSkipped() throws Exception {
        long early = JOBS.incrementAndGet();
        long late = JOBS.incrementAndGet();
        Look look = now(log.lookFromNow());
        var open = new OpenTransaction(late);

        append(early);
        look = now(log.look(look, null, 100));
        assertThat(jobsOf(look), hasItem(early));
        assertThat(jobsOf(look), not(hasItem(late)));

        open.commit();
        look = now(log.look(look, null, 100));
        assertEquals(List.of(late), jobsOf(look));
        look = now(log.look(look, null, 100));
        assertThat(jobsOf(look), empty());
    }

    @Test
    void aLookThatIsCutOffGoesOnWhereItStopped() {
        Look look = now(log.lookFromNow());
        long first = JOBS.incrementAndGet();
        long second = JOBS.incrementAndGet();
        long third = JOBS.incrementAndGet();
        append(first);
        append(second);
        append(third);

        look = now(log.look(look, null, 2));
        assertEquals(List.of(first, second), jobsOf(look));
        look = now(log.look(look, null, 2));
        assertEquals(List.of(third), jobsOf(look));
    }

    @Test
    @Tag("G2")
    void aLookThatIsCutOff_skipsNothingThatCommittedBehindItMeanwhile() throws Exception {
        long first = JOBS.incrementAndGet();
        long second = JOBS.incrementAndGet();
        long third = JOBS.incrementAndGet();
        Look look = now(log.lookFromNow());
        var open = List.of(new OpenTransaction(first), new OpenTransaction(second), new OpenTransaction(third));
        long shown = JOBS.incrementAndGet();
        append(shown);
        look = now(log.look(look, null, 2));
        assertEquals(List.of(shown), jobsOf(look));
        for (var transaction : open) {
            transaction.commit();
        }

        look = now(log.look(look, null, 2));
        assertEquals(List.of(first, second), jobsOf(look));
        look = now(log.look(look, null, 2));

        assertEquals(List.of(third), jobsOf(look));
    }

    @Test
    void aReaderWhoComesBackSeesWhatCommittedAfterTheLastEventItHad() throws Exception {
        long seen = JOBS.incrementAndGet();
        long late = JOBS.incrementAndGet();
        var open = new OpenTransaction(late);
        append(seen);
        var last = now(log.statusEventsOf(seen, 0, 1)).get(0);
        open.commit();

        Look look = now(log.look(now(log.lookAfter(last)), null, 100));

        assertEquals(List.of(late), jobsOf(look));
    }

    @Test
    void whatReadersRememberShrinksWhenTransactionsHaveEnded() {
        Look look = now(log.lookFromNow());
        for (int i = 0; i < 20; i++) {
            append(JOBS.incrementAndGet());
            look = now(log.look(look, null, 100));
        }
        look = now(log.look(look, null, 100));
        look = now(log.look(look, null, 100));

        assertThat(look.shown(), empty());
        assertThat(look.checkpoints(), empty());
    }

    private void append(long jobId) {
        now(transactions.inOne(transaction -> outbox.append(transaction, progressed(jobId))));
    }

    private static JobEvent progressed(long jobId) {
        return new JobEvent.Progressed(
                jobId, 1, new JobEvent.Told(1L, 0, 0, java.math.BigDecimal.ZERO, null, 0, null, null));
    }

    private static List<Long> jobsOf(Look look) {
        return look.events().stream().map(StoredEvent::jobId).toList();
    }

    /** A transaction that has written an event and stays open until the test says so. */
    private final class OpenTransaction {

        private final java.util.concurrent.CompletableFuture<UniEmitter<? super Void>> written =
                new java.util.concurrent.CompletableFuture<>();
        private final java.util.concurrent.CompletableFuture<Void> committed;

        OpenTransaction(long jobId) throws Exception {
            committed = transactions
                    .inOne(transaction -> outbox.append(transaction, progressed(jobId))
                            .chain(() -> Uni.createFrom().<Void>emitter(written::complete)))
                    .subscribeAsCompletionStage();
            written.get(10, java.util.concurrent.TimeUnit.SECONDS);
        }

        void commit() throws Exception {
            written.get().complete(null);
            committed.get(10, java.util.concurrent.TimeUnit.SECONDS);
        }
    }
}
