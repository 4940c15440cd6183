package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.history.TakenBatch;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.outbox.EventLog;
import com.relativity.sync.outbox.StoredEvent;
import com.relativity.sync.problem.CorrelationConflict;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.problem.MoveNotAllowed;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class JobListTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    JobEnding ending;

    @Inject
    Cancellation cancellation;

    @Inject
    AgentRegistry agents;

    @Inject
    LostJobs lostJobs;

    @Inject
    RunLedger ledger;

    @Inject
    Snapshots snapshots;

    @Inject
    EventLog log;

    @Inject
    Transactions transactions;

    private AgentRegistry.Agent agent;

    @BeforeEach
    void anEmptyListAndAnAgent() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        agent = now(agents.register("agent-of-the-test", 4, LEASE));
    }

    @Test
    @Tag("G1")
    @Tag("G2")
    void aNewJobIsPending_withItsConfigurationAndItsFirstEvent() {
        var added = now(jobs.add(Configurations.job()));

        assertTrue(added.isNew());
        assertEquals(JobStatus.Pending, added.job().status());
        assertEquals(HistoryStatus.New, added.job().historyStatus());
        assertEquals(0, added.job().attempt());
        assertTrue(now(jobs.parameters(added.job().jobId())).contains("\"jobName\": \"A job\""));
        assertThat(moves(added.job().jobId()), contains("null>Pending/New"));
    }

    @Test
    @Tag("G1")
    void theSameSubmissionAtTheSameInstantIsOneJob() {
        var job = Configurations.job();

        var added = now(Uni.join()
                .all(IntStream.range(0, 12).mapToObj(i -> jobs.add(job)).toList())
                .andFailFast());

        assertEquals(1, added.stream().filter(AddedJob::isNew).count());
        assertEquals(1, added.stream().map(one -> one.job().jobId()).distinct().count());
    }

    @Test
    @Tag("G1")
    void theSameCorrelationIdWithOtherParametersIsRefused() {
        var first = Configurations.job();
        now(jobs.add(first));

        var other = new NewJob(
                first.workspaceId(),
                Configurations.document(first.configuration().correlationId(), 1),
                Configurations.SUBMITTER);

        assertThat(failureOf(jobs.add(other)), instanceOf(CorrelationConflict.class));
    }

    @Test
    @Tag("G4")
    void aJobIsClaimedOnce_howeverManyAskAtOnce() {
        for (int i = 0; i < 10; i++) {
            now(jobs.add(Configurations.job()));
        }

        var claimed = now(Uni.join()
                .all(IntStream.range(0, 25)
                        .mapToObj(i -> claims.claim(agent, 0))
                        .toList())
                .andFailFast());

        var ids = claimed.stream()
                .flatMap(java.util.Optional::stream)
                .map(one -> one.job().jobId())
                .toList();
        assertThat(ids, hasSize(10));
        assertEquals(10, new HashSet<>(ids).size());
    }

    @Test
    void claimsGoByPriorityAndThenByAge() {
        long last = now(jobs.add(Configurations.job(Configurations.workspaceId(), 5)))
                .job()
                .jobId();
        long second = now(jobs.add(Configurations.job(Configurations.workspaceId(), 2)))
                .job()
                .jobId();
        long first = now(jobs.add(Configurations.job(Configurations.workspaceId(), 1)))
                .job()
                .jobId();
        long third = now(jobs.add(Configurations.job(Configurations.workspaceId(), 2)))
                .job()
                .jobId();

        var order = List.of(claim().jobId(), claim().jobId(), claim().jobId(), claim().jobId());

        assertEquals(List.of(first, second, third, last), order);
        assertTrue(now(claims.claim(agent, 0)).isEmpty());
    }

    @Test
    void sourceWorkspacesTakeTurns_soThatOneWithManyJobsDoesNotStarveAnother() {
        long busy = Configurations.workspaceId();
        long quiet = Configurations.workspaceId();
        for (int i = 0; i < 20; i++) {
            now(jobs.add(Configurations.job(busy, 3)));
        }
        now(jobs.add(Configurations.job(quiet, 3)));
        now(jobs.add(Configurations.job(quiet, 3)));

        var order = List.of(claim().workspaceId(), claim().workspaceId(), claim().workspaceId(), claim().workspaceId());

        assertEquals(List.of(busy, quiet, busy, quiet), order);
    }

    @Test
    void noMoreJobsOfAWorkspaceRunThanItMay_howeverManyAskAtOnce_andAnotherWorkspaceGoesOn() {
        long limited = Configurations.workspaceId();
        long other = Configurations.workspaceId();
        for (int i = 0; i < 6; i++) {
            now(jobs.add(Configurations.job(limited, 1)));
        }
        long last = now(jobs.add(Configurations.job(other, 5))).job().jobId();

        var claimed = now(Uni.join()
                .all(IntStream.range(0, 12)
                        .mapToObj(i -> claims.claim(agent, 2))
                        .toList())
                .andFailFast());

        var running = claimed.stream()
                .flatMap(java.util.Optional::stream)
                .map(ClaimedJob::job)
                .toList();
        assertEquals(
                2, running.stream().filter(job -> job.workspaceId() == limited).count());
        assertTrue(running.stream().anyMatch(job -> job.jobId() == last));
    }

    @Test
    @Tag("G4")
    void aClaimedJobIsProcessingAndValidating_andCountsTheAttempt() {
        now(jobs.add(Configurations.job()));

        Job claimed = claim();

        assertEquals(JobStatus.Processing, claimed.status());
        assertEquals(HistoryStatus.Validating, claimed.historyStatus());
        assertEquals(1, claimed.attempt());
        assertEquals("agent-of-the-test", claimed.agent());
    }

    @Test
    @Tag("G3")
    @Tag("G8")
    @Rule("6.end.cancelled")
    void aWaitingJobThatIsCancelledEndsAtOnce_andAskingAgainAnswersTheSame() {
        long jobId = now(jobs.add(Configurations.job())).job().jobId();

        Job cancelled = now(cancellation.request(jobId, "somebody"));
        Job again = now(cancellation.request(jobId, "somebody else"));

        assertEquals(JobStatus.Cancelled, cancelled.status());
        assertEquals(HistoryStatus.Stopped, cancelled.historyStatus());
        assertEquals(cancelled, again);
        assertTrue(now(claims.claim(agent, 0)).isEmpty());
        assertThat(moves(jobId), contains("null>Pending/New", "Pending>Cancelled/Stopped"));
    }

    @Test
    @Tag("G8")
    @Rule("6.end.cancelled")
    void aRunningJobThatIsCancelledStaysWithItsAgent_whoHearsOfIt() {
        now(jobs.add(Configurations.job()));
        Job job = claim();

        Job asked = now(cancellation.request(job.jobId(), "somebody"));

        assertEquals(JobStatus.Processing, asked.status());
        assertEquals(HistoryStatus.Stopping, asked.historyStatus());
        assertTrue(asked.cancelRequested());
        assertThat(now(agents.heartbeat(agent, 1, LEASE)).orElseThrow().stopping(), contains(runOf(job)));
    }

    @Test
    @Tag("G3")
    @Tag("G8")
    void aJobThatHasEndedOtherwiseCannotBeCancelled() {
        now(jobs.add(Configurations.job()));
        Job job = claim();
        now(ending.end(runOf(job), HistoryStatus.Failed, "It failed."));

        assertThat(failureOf(cancellation.request(job.jobId(), "somebody")), instanceOf(MoveNotAllowed.class));
    }

    @Test
    @Tag("G8")
    void cancelAndClaimAtTheSameInstant_leaveTheJobEitherCancelledOrWithAnAgentThatIsAskedToStop() {
        for (int round = 0; round < 20; round++) {
            long jobId = now(jobs.add(Configurations.job())).job().jobId();

            now(Uni.join()
                    .all(
                            cancellation.request(jobId, "somebody").replaceWithVoid(),
                            claims.claim(agent, 0).replaceWithVoid())
                    .andFailFast());

            Job job = now(jobs.job(jobId));
            assertTrue(job.cancelRequested());
            assertTrue(job.status() == JobStatus.Cancelled
                    || job.status() == JobStatus.Processing && job.historyStatus() == HistoryStatus.Stopping);
        }
    }

    @Test
    @Tag("G4")
    @Tag("G5")
    @Tag("G9")
    @Rule("6.end.agent-lost")
    void aJobWhoseAgentIsLostIsPendingAgain_andTheOldClaimWritesNoMore() {
        now(jobs.add(Configurations.job()));
        Job job = claim();
        var lost = runOf(job);
        now(transactions.query(
                "update sync_agent set lease_until = now() - interval '1 second' where agent_id = $1",
                Tuple.of(agent.agentId())));

        var takenBack = now(lostJobs.takeBack(10, Duration.ZERO));

        assertThat(takenBack.stream().map(Job::jobId).toList(), contains(job.jobId()));
        assertEquals(JobStatus.Pending, now(jobs.job(job.jobId())).status());
        assertThat(failureOf(ledger.atStep(lost, "validation", null)), instanceOf(LeaseLost.class));
        assertThat(failureOf(claims.handBack(lost)), instanceOf(LeaseLost.class));
        assertThat(failureOf(ending.end(lost, HistoryStatus.Completed, null)), instanceOf(LeaseLost.class));
        assertThat(failureOf(snapshots.append(lost, 0, List.of(1L))), instanceOf(LeaseLost.class));
    }

    @Test
    @Tag("G9")
    void aJobWhoseAgentStandsStillInATransactionIsTakenBackToo() {
        now(jobs.add(Configurations.job()));
        Job job = claim();
        now(transactions.query("update sync_agent set lease_until = now() - interval '1 second'", Tuple.tuple()));
        var locked = new java.util.concurrent.CompletableFuture<Void>();
        var standing = transactions
                .inOne(transaction -> transaction
                        .preparedQuery("select 1 from sync_job where job_id = $1 for no key update")
                        .execute(Tuple.of(job.jobId()))
                        .invoke(() -> locked.complete(null))
                        .chain(() -> Uni.createFrom().nothing()))
                .subscribeAsCompletionStage();
        locked.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();

        assertThat(now(lostJobs.takeBack(10, Duration.ZERO)), hasSize(0));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> now(lostJobs.takeBack(10, Duration.ZERO)).size() == 1);
        standing.cancel(true);
    }

    @Test
    @Tag("G10")
    void everyLostAgentIsCounted_andAHandedBackJobIsNot() {
        now(jobs.add(Configurations.job()));
        var first = now(claims.claim(agent, 0)).orElseThrow();
        now(claims.handBack(first.run()));
        var second = now(claims.claim(agent, 0)).orElseThrow();
        assertEquals(0, second.lost());

        now(transactions.query("update sync_agent set lease_until = now() - interval '1 second'", Tuple.tuple()));
        now(lostJobs.takeBack(10, Duration.ZERO));

        var third = now(claims.claim(agent, 0)).orElseThrow();
        assertEquals(1, third.lost());
        assertEquals(3, third.job().attempt());
    }

    @Test
    @Tag("G8")
    @Tag("G9")
    void aCancelThatItsAgentDoesNotFollowInTimeTakesTheJobAway_andNotBefore() {
        now(jobs.add(Configurations.job()));
        Job job = claim();
        now(cancellation.request(job.jobId(), "somebody"));
        var timeout = Duration.ofMinutes(5);

        assertThat(now(lostJobs.takeOverdue(timeout, 10)), hasSize(0));
        now(transactions.query(
                "update sync_job set cancel_requested_at = now() - interval '301 seconds',"
                        + " claimed_at = now() - interval '301 seconds' where job_id = $1",
                Tuple.of(job.jobId())));
        assertThat(now(lostJobs.takeOverdue(timeout, 10)), hasSize(1));

        var again = now(claims.claim(agent, 0)).orElseThrow();
        assertTrue(again.job().cancelRequested());
        assertEquals(0, again.lost());
        assertThat(failureOf(ending.end(runOf(job), HistoryStatus.Completed, null)), instanceOf(LeaseLost.class));
    }

    @Test
    @Tag("G9")
    void aJobThatWaitsOnlyToBeEnded_goesOutApart_andAnotherDoesNot() {
        now(jobs.add(Configurations.job()));
        now(claims.handBack(runOf(claim())));
        assertThat(now(claims.claimStopping(agent)).isPresent(), is(false));
        Job job = claim();
        now(claims.handBack(runOf(job)));
        now(cancellation.request(job.jobId(), "somebody"));

        var stopping = now(claims.claimStopping(agent)).orElseThrow();

        assertEquals(job.jobId(), stopping.job().jobId());
        assertEquals(job.attempt() + 1, stopping.job().attempt());
        assertTrue(stopping.job().cancelRequested());
        assertThat(now(claims.claimStopping(agent)).isPresent(), is(false));
    }

    @Test
    @Tag("G9")
    void aHeartbeatTellsWhatTheAgentHas_andWhatOfItIsToStop() {
        now(jobs.add(Configurations.job()));
        now(jobs.add(Configurations.job()));
        var one = runOf(claim());
        var other = runOf(claim());
        now(cancellation.request(other.jobId(), "somebody"));

        var heartbeat = now(agents.heartbeat(agent, 2, LEASE)).orElseThrow();

        assertEquals(Set.of(one, other), heartbeat.runs());
        assertEquals(Set.of(other), heartbeat.stopping());
    }

    @Test
    @Tag("G12")
    void afterTheServersStartNoAgentIsLostUntilTheGraceIsOver() {
        now(jobs.add(Configurations.job()));
        claim();
        now(transactions.query("update sync_agent set lease_until = now() - interval '1 second'", Tuple.tuple()));

        assertThat(now(lostJobs.takeBack(10, Duration.ofDays(1))), hasSize(0));
        assertThat(now(lostJobs.takeBack(10, Duration.ZERO)), hasSize(1));
    }

    @Test
    @Tag("G8")
    void aCancelRequestThatOutlivedItsJobIsSettledAgain_once_andOneOfARunningJobIsNot() {
        long ended = now(jobs.add(Configurations.job())).job().jobId();
        now(cancellation.request(ended, "somebody"));
        long running = now(jobs.add(Configurations.job())).job().jobId();
        claim();
        now(cancellation.request(running, "somebody"));
        now(cancellation.settle(List.of(ended)));
        assertEquals(1, tombstones(ended), "the first one is on its way");
        now(transactions.query("update job_event set published_at = now() where published_at is null", Tuple.tuple()));

        now(cancellation.settle(List.of(ended, running, Long.MAX_VALUE)));
        now(cancellation.settle(List.of(ended, running, Long.MAX_VALUE)));

        assertEquals(2, tombstones(ended));
        assertEquals(0, tombstones(running));
    }

    private long tombstones(long jobId) {
        return now(transactions.query(
                        "select count(*) from job_event where job_id = $1 and stream = 'CANCELLATION' and data is null",
                        Tuple.of(jobId)))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void aJobWhoseAgentIsAliveStaysWithIt() {
        now(jobs.add(Configurations.job()));
        Job job = claim();

        assertThat(now(lostJobs.takeBack(10, Duration.ZERO)), hasSize(0));
        assertEquals(JobStatus.Processing, now(jobs.job(job.jobId())).status());
    }

    @Test
    @Tag("G6")
    @Rule("3.once.taken-over")
    @Rule("3.batch.record")
    void aBatchIsTakenOverOnce_withItsErrors() {
        now(jobs.add(Configurations.job()));
        Job job = claim();
        var run = runOf(job);
        now(snapshots.begin(run));
        now(snapshots.append(run, 0, List.of(11L, 12L, 13L)));
        now(snapshots.complete(run, 3));
        now(ledger.partition(run, 2));
        var batch = new TakenBatch(0, 2, 1, 10, 20, List.of(new TakenBatch.FailedItem(12L, "A-2", "It is too long.")));

        now(ledger.record(run, batch));
        now(ledger.record(run, batch));

        Job counted = now(jobs.job(job.jobId()));
        assertEquals(3, counted.progress().total());
        assertEquals(1, counted.progress().transferred());
        assertEquals(1, counted.progress().failed());
        assertEquals(2, now(ledger.nextOpen(job.jobId())).orElseThrow().firstPosition());
        assertEquals(1, now(ledger.nextOpen(job.jobId())).orElseThrow().total());
        assertEquals(List.of(12L, 13L), now(snapshots.itemIds(job.jobId(), 1, 2)));
    }

    @Test
    @Tag("G2")
    void theEventsOfAJobAreNumberedWithoutAGap_alsoWhenTransactionsRace() {
        long jobId = now(jobs.add(Configurations.job())).job().jobId();
        Job job = claim();
        var run = runOf(job);

        now(Uni.join()
                .all(
                        claims.validated(run),
                        cancellation.request(jobId, "somebody").replaceWithVoid(),
                        claims.suspending(run))
                .andFailFast());
        now(ending.end(run, HistoryStatus.Stopped, null));

        var sequences = events(jobId).stream().map(StoredEvent::sequence).toList();
        var expected = new ArrayList<Long>();
        for (long number = 1; number <= sequences.size(); number++) {
            expected.add(number);
        }
        assertEquals(expected, sequences);
        assertFalse(sequences.isEmpty());
    }

    private static RunKey runOf(Job job) {
        return new RunKey(job.jobId(), job.attempt());
    }

    private Job claim() {
        return now(claims.claim(agent, 0)).orElseThrow().job();
    }

    private List<StoredEvent> events(long jobId) {
        return now(log.statusEventsOf(jobId, 0, 100));
    }

    private List<String> moves(long jobId) {
        return events(jobId).stream()
                .map(event -> new io.vertx.core.json.JsonObject(event.data()))
                .map(data ->
                        data.getString("from") + ">" + data.getString("to") + "/" + data.getString("historyStatus"))
                .toList();
    }
}
