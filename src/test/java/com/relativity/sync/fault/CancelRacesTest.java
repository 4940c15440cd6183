package com.relativity.sync.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
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
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobEnding;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.joblist.LostJobs;
import com.relativity.sync.problem.ProblemException;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A cancel at the same instant as whatever else can happen to the job: one outcome, that everybody is told alike. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
@Tag("G8")
class CancelRacesTest {

    private static final int ROUNDS = 40;
    private static final Duration LEASE = Duration.ofMinutes(5);

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
    Snapshots snapshots;

    @Inject
    RunLedger ledger;

    @Inject
    Transactions transactions;

    private AgentRegistry.Agent agent;
    private boolean turned;

    @BeforeEach
    void anEmptyListAndAnAgent() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        agent = now(agents.register("agent-of-the-races", 4, LEASE));
    }

    @Test
    void twoCancelsOfAWaitingJobAreOne() {
        for (int round = 0; round < ROUNDS; round++) {
            long jobId = added();

            var answers = atOnce(() -> cancel(jobId), () -> cancel(jobId));

            assertEquals(List.of("Cancelled", "Cancelled"), answers);
            assertCancelled(jobId);
        }
    }

    @Test
    void twoCancelsOfARunningJobAreOne() {
        for (int round = 0; round < ROUNDS; round++) {
            Job job = claimed();

            var answers = atOnce(() -> cancel(job.jobId()), () -> cancel(job.jobId()));

            assertEquals(List.of("Processing", "Processing"), answers);
            assertEquals("Cancelled", now(end(job, HistoryStatus.Stopped)));
            assertCancelled(job.jobId());
        }
    }

    @Test
    @Rule("6.late-cancel")
    void againstACompletion_theJobIsCompleted_andTheCancelIsRefusedOrForgotten() {
        var seen = new TreeSet<List<String>>(java.util.Comparator.comparing(Object::toString));
        for (int round = 0; round < ROUNDS; round++) {
            Job job = claimed();
            long jobId = job.jobId();

            var answers = atOnce(() -> cancel(jobId), () -> end(job, HistoryStatus.Completed));
            seen.add(answers);

            assertEquals(JobStatus.Completed, now(jobs.job(jobId)).status());
            boolean accepted = answers.get(0).equals("Processing");
            assertEquals(accepted ? List.of("requested", "settled") : List.of(), cancellationEvents(jobId));
            assertEquals("MoveNotAllowed", told(cancel(jobId)));
        }
        assertThat(
                seen,
                everyItem(in(Set.of(List.of("Processing", "Completed"), List.of("MoveNotAllowed", "Completed")))));
    }

    @Test
    @Rule("6.stop-wins")
    void againstADrain_theJobWaitsToBeEnded_andIsClaimedForThatOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            Job job = claimed();

            var answers = atOnce(
                    () -> cancel(job.jobId()), () -> claims.handBack(runOf(job)).replaceWith("handed back"));

            assertThat(answers.get(0), in(Set.of("Processing", "Pending")));
            assertEquals("handed back", answers.get(1));
            assertWaitsToBeEnded(job.jobId());
        }
    }

    @Test
    void againstTheLossOfTheAgent_theJobWaitsToBeEnded_andIsClaimedForThatOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            Job job = claimed();
            loseTheAgent();

            var answers = atOnce(
                    () -> cancel(job.jobId()),
                    () -> lostJobs.takeBack(10, Duration.ZERO).map(taken -> "taken back " + taken.size()));

            assertThat(answers.get(0), in(Set.of("Processing", "Pending")));
            // A sweep passes over a row that a cancel holds at that moment; the next one does not.
            assertEquals(
                    answers.get(1).equals("taken back 1") ? 0 : 1,
                    now(lostJobs.takeBack(10, Duration.ZERO)).size());
            agent = now(agents.register("agent-of-the-races", 4, LEASE));
            assertWaitsToBeEnded(job.jobId());
        }
    }

    @Test
    void aDrainAgainstTheLossOfTheAgent_bringsTheJobBackOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            Job job = claimed();
            loseTheAgent();

            var answers = atOnce(
                    () -> claims.handBack(runOf(job)).replaceWith("handed back"),
                    () -> lostJobs.takeBack(10, Duration.ZERO).map(taken -> "taken back " + taken.size()));

            assertThat(
                    answers, in(Set.of(List.of("handed back", "taken back 0"), List.of("LeaseLost", "taken back 1"))));
            assertEquals(List.of("null>Pending", "Pending>Processing", "Processing>Pending"), statusMoves(job.jobId()));
            agent = now(agents.register("agent-of-the-races", 4, LEASE));
            now(cancellation.request(job.jobId(), "somebody"));
            assertWaitsToBeEnded(job.jobId());
        }
    }

    @Test
    void aCompletionAgainstTheLossOfTheAgent_isStoredOrRefusedWhole() {
        for (int round = 0; round < ROUNDS; round++) {
            Job job = claimed();
            loseTheAgent();

            var answers = atOnce(
                    () -> end(job, HistoryStatus.Completed),
                    () -> lostJobs.takeBack(10, Duration.ZERO).map(taken -> "taken back " + taken.size()));

            assertThat(answers, in(Set.of(List.of("Completed", "taken back 0"), List.of("LeaseLost", "taken back 1"))));
            Job after = now(jobs.job(job.jobId()));
            assertEquals(answers.get(0).equals("Completed") ? JobStatus.Completed : JobStatus.Pending, after.status());
            agent = now(agents.register("agent-of-the-races", 4, LEASE));
            if (after.status() == JobStatus.Pending) {
                now(cancellation.request(job.jobId(), "somebody"));
                assertWaitsToBeEnded(job.jobId());
            }
        }
    }

    @Test
    @Tag("G6")
    void againstABatchThatIsCounted_noEventTakesProgressBack() {
        for (int round = 0; round < ROUNDS; round++) {
            Job job = claimedWithABatch();

            var answers = atOnce(() -> cancel(job.jobId()), () -> countTheBatch(job));

            assertEquals(List.of("Processing", "counted"), answers);
            assertEquals("Cancelled", told(end(job, HistoryStatus.Stopped)));
            assertProgressNeverFalls(job.jobId());
        }
    }

    @Test
    @Tag("G6")
    void theLossOfTheAgentAgainstABatchThatIsCounted_takesNoProgressBack() {
        for (int round = 0; round < ROUNDS; round++) {
            Job job = claimedWithABatch();
            loseTheAgent();

            atOnce(
                    () -> countTheBatch(job),
                    () -> lostJobs.takeBack(10, Duration.ZERO).map(taken -> "taken back " + taken.size()));

            now(lostJobs.takeBack(10, Duration.ZERO));
            assertEquals(JobStatus.Pending, now(jobs.job(job.jobId())).status());
            assertProgressNeverFalls(job.jobId());
            agent = now(agents.register("agent-of-the-races", 4, LEASE));
            now(cancellation.request(job.jobId(), "somebody"));
            assertWaitsToBeEnded(job.jobId());
        }
    }

    private Job claimedWithABatch() {
        Job job = claimed();
        now(snapshots.begin(runOf(job)));
        now(snapshots.append(runOf(job), 0, List.of(1L)));
        now(snapshots.complete(runOf(job), 1));
        now(ledger.partition(runOf(job), 1));
        return job;
    }

    private Uni<String> countTheBatch(Job job) {
        return ledger.record(runOf(job), new TakenBatch(0, 1, 1, 10, 0, List.of()))
                .replaceWith("counted");
    }

    private void assertProgressNeverFalls(long jobId) {
        var told = texts(
                "select data::json -> 'progress' ->> 'transferred' from job_event where job_id = $1"
                        + " and stream = 'STATUS' order by sequence",
                jobId);
        assertEquals(told.stream().sorted().toList(), told);
    }

    private long added() {
        return now(jobs.add(Configurations.job())).job().jobId();
    }

    private Job claimed() {
        long jobId = added();
        Job job = now(claims.claim(agent, 0)).orElseThrow().job();
        assertEquals(jobId, job.jobId());
        now(claims.validated(runOf(job)));
        return job;
    }

    private static RunKey runOf(Job job) {
        return new RunKey(job.jobId(), job.attempt());
    }

    private void loseTheAgent() {
        now(transactions.query(
                "update sync_agent set lease_until = now() - interval '1 second' where agent_id = $1",
                Tuple.of(agent.agentId())));
    }

    private Uni<String> cancel(long jobId) {
        return cancellation.request(jobId, "somebody").map(job -> job.status().name());
    }

    private Uni<String> end(Job job, HistoryStatus outcome) {
        return ending.end(runOf(job), outcome, null).map(ended -> ended.status().name());
    }

    /** Both begin before either is answered, the one that is named first in every other round. */
    private List<String> atOnce(Supplier<Uni<String>> one, Supplier<Uni<String>> other) {
        turned = !turned;
        if (turned) {
            var answers =
                    now(Uni.join().all(outcome(other.get()), outcome(one.get())).andFailFast());
            return List.of(answers.get(1), answers.get(0));
        }
        return now(Uni.join().all(outcome(one.get()), outcome(other.get())).andFailFast());
    }

    private static Uni<String> outcome(Uni<String> answer) {
        return answer.onFailure(ProblemException.class)
                .recoverWithItem(problem -> problem.getClass().getSimpleName());
    }

    private static String told(Uni<String> answer) {
        return now(outcome(answer));
    }

    /** Asked to stop between two agents: one claim, whoever asks, and then the end. */
    private void assertWaitsToBeEnded(long jobId) {
        Job waiting = now(jobs.job(jobId));
        assertEquals(JobStatus.Pending, waiting.status());
        assertTrue(waiting.cancelRequested());
        assertEquals(HistoryStatus.Stopping, waiting.historyStatus());
        var claimed = now(Uni.join()
                .all(claims.claimStopping(agent), claims.claimStopping(agent), claims.claim(agent, 0))
                .andFailFast());
        var taken = claimed.stream().flatMap(java.util.Optional::stream).toList();
        assertEquals(1, taken.size());
        assertEquals("Cancelled", told(end(taken.get(0).job(), HistoryStatus.Stopped)));
        assertCancelled(jobId);
    }

    private void assertCancelled(long jobId) {
        Job job = now(jobs.job(jobId));
        assertEquals(JobStatus.Cancelled, job.status());
        assertEquals(HistoryStatus.Stopped, job.historyStatus());
        assertEquals(List.of("requested", "settled"), cancellationEvents(jobId));
        assertEquals("Cancelled", told(cancel(jobId)));
        var moves = statusMoves(jobId);
        for (int i = 1; i < moves.size(); i++) {
            assertEquals(moves.get(i - 1).split(">")[1], moves.get(i).split(">")[0], moves.toString());
        }
        assertEquals(
                1, moves.stream().filter(move -> move.endsWith(">Cancelled")).count());
    }

    private List<String> cancellationEvents(long jobId) {
        return texts(
                "select case when data is null then 'settled' else 'requested' end from job_event"
                        + " where job_id = $1 and stream = 'CANCELLATION' order by sequence",
                jobId);
    }

    /** Moves between statuses, without those of the history alone. */
    private List<String> statusMoves(long jobId) {
        return texts(
                "select coalesce(data::json ->> 'from', 'null') || '>' || (data::json ->> 'to') from job_event"
                        + " where job_id = $1 and type = 'sync.job.status-changed.v1'"
                        + " and data::json ->> 'from' is distinct from data::json ->> 'to' order by sequence",
                jobId);
    }

    private List<String> texts(String sql, long jobId) {
        var texts = new ArrayList<String>();
        now(transactions.query(sql, Tuple.of(jobId))).forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
