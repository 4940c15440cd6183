package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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
import com.relativity.sync.history.RetryChain;
import com.relativity.sync.history.RunErrors;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.history.TakenBatch;
import com.relativity.sync.history.TakenBatch.FailedItem;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobHistoryError;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Retries of runs that the test makes step by step. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class RetriesTest {

    private static final int CHUNK = 4;
    private static final int BATCH = 3;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    JobEnding ending;

    @Inject
    AgentRegistry agents;

    @Inject
    Retries retries;

    @Inject
    EndedJobs ended;

    @Inject
    RunLedger ledger;

    @Inject
    Snapshots snapshots;

    @Inject
    RetryChain chain;

    @Inject
    RunErrors errors;

    @Inject
    Transactions transactions;

    private AgentRegistry.Agent agent;
    private long workspaceId;

    @BeforeEach
    void anEmptyListAndAnAgent() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        agent = now(agents.register("agent-of-the-test", 4, Duration.ofMinutes(5)));
        workspaceId = Configurations.workspaceId();
    }

    @Test
    @Tag("G6")
    @Rule("3.retry.failed")
    @Rule("3.retry.not-reached")
    @Rule("3.retry.not-transferred-only")
    void aRetryTakesWhatFailedAndWhatWasNotReached_andNothingElse() {
        // Batches 0-2, 3-5 were taken over, 6-8 and 9 not.
        long run = run(first(), items(0, 10), Set.of(1L, 3L), 2, HistoryStatus.Stopped);

        assertEquals(List.of(1L, 3L, 6L, 7L, 8L, 9L), leftOf(retried(run), items(0, 10)));
    }

    @Test
    @Rule("3.retry.as-it-is-now")
    void aRetryTakesWhatTheDataSourceHasNow() {
        long run = run(first(), items(0, 10), Set.of(1L), 2, HistoryStatus.Stopped);

        assertEquals(List.of(1L, 40L, 41L), leftOf(retried(run), List.of(0L, 1L, 2L, 3L, 40L, 41L)));
        assertEquals(List.of(), now(chain.left(run, List.of())));
    }

    @Test
    @Rule("3.retry.chain")
    void aRetryOfARetryTakesWhatNoRunOfTheChainTransferred() {
        long first = run(first(), items(0, 12), Set.of(1L, 4L, 7L, 10L), 9, HistoryStatus.CompletedWithErrors);
        long second = run(retry(first), items(0, 12), Set.of(4L, 10L), 9, HistoryStatus.CompletedWithErrors);
        long third = run(retry(second), items(0, 12), Set.of(10L), 9, HistoryStatus.CompletedWithErrors);

        assertEquals(2, job(third).progress().total());
        long fourth = retried(third);
        assertEquals(List.of(10L), leftOf(fourth, items(0, 12)));
        assertEquals(third, job(fourth).retryOf());
    }

    @Test
    @Rule("3.retry.chain")
    void theFirstRunRetriedOnceMore_leavesOutWhatItsRetryTransferred() {
        long first = run(first(), items(0, 12), Set.of(1L, 4L), 9, HistoryStatus.CompletedWithErrors);
        run(retry(first), items(0, 12), Set.of(4L), 9, HistoryStatus.CompletedWithErrors);

        assertEquals(List.of(4L), leftOf(retried(first), items(0, 12)));
    }

    @Test
    void aBatchOfASecondPass_countsNothing_butItsErrorsLeaveSomethingToRetry() {
        long run = added(first());
        RunKey key = begin(run, items(0, 3));
        now(ledger.record(key, new TakenBatch(0, 3, 3, 10, 5, List.of())));
        now(transactions.query(
                "insert into run_batch (job_id, first_position, total) values ($1, 3, 3)", Tuple.of(run)));

        now(ledger.record(key, new TakenBatch(3, 3, 2, 10, 5, List.of(new FailedItem(1L, "D-1", "No link.")))));

        assertEquals(3, now(ledger.progress(run)).transferred());
        assertEquals(0, now(ledger.progress(run)).failed());
        assertTrue(now(ledger.hasItemErrors(run)));
        end(key, HistoryStatus.CompletedWithErrors);
        assertTrue(job(run).actions().retryErrors());
        assertEquals(List.of(1L), leftOf(retried(run), items(0, 3)));
    }

    @Test
    @Rule("2.retry.exists")
    @Rule("2.retry.ended")
    @Rule("2.retry.something-left")
    void whatCannotBeRetried_isRefusedWithWhy() {
        long whole = run(first(), items(0, 3), Set.of(), 9, HistoryStatus.Completed);
        long running = added(first());
        begin(running, items(0, 3));
        long invalid = run(first(), items(0, 3), Set.of(), 0, HistoryStatus.ValidationFailed);
        long elsewhere = workspaceId;
        long run = run(first(), items(0, 3), Set.of(1L), 9, HistoryStatus.CompletedWithErrors);

        assertRefused("there is no job history 999999999", retry(999_999_999L));
        assertRefused("was transferred", retry(whole));
        assertRefused("has not ended yet", retry(running));
        assertRefused("failed its validation", retry(invalid));
        workspaceId = Configurations.workspaceId();
        assertRefused("not one of workspace " + workspaceId, retry(run));
        workspaceId = elsewhere;
        assertEquals(List.of(), now(retries.refusals(retry(run))));
    }

    @Test
    void aRunThatIsBeingRetried_isRefusedUntilThatRetryHasEnded_andThenWhatIsLeftIsRetried() {
        long run = run(first(), items(0, 6), Set.of(1L, 4L), 9, HistoryStatus.CompletedWithErrors);
        long retry = added(retry(run));

        assertRefused("is being retried by job " + retry, retry(run));
        assertFalse(job(run).actions().retryErrors());

        runAdded(retry, items(0, 6), Set.of(4L), 9, HistoryStatus.CompletedWithErrors);
        assertTrue(job(run).actions().retryErrors());
        assertTrue(job(retry).actions().retryErrors());

        long last = run(retry(run), items(0, 6), Set.of(), 9, HistoryStatus.Completed);
        assertRefused("was transferred by job " + last, retry(run));
        assertRefused("was transferred by job " + last, retry(retry));
        assertFalse(job(run).actions().retryErrors());
        assertFalse(job(retry).actions().retryErrors());
    }

    @Test
    @Rule("6.button.retry-errors")
    @Rule("6.button.retry-errors.validation-failed")
    void retryErrors_isOfferedWhereSomethingIsLeft_exceptAfterAFailedValidation() {
        assertFalse(job(run(first(), items(0, 3), Set.of(), 9, HistoryStatus.Completed))
                .actions()
                .retryErrors());
        assertFalse(job(run(first(), items(0, 3), Set.of(), 0, HistoryStatus.ValidationFailed))
                .actions()
                .retryErrors());
        assertFalse(job(run(first(), items(0, 3), Set.of(), 9, HistoryStatus.Stopped))
                .actions()
                .retryErrors());
        assertTrue(job(run(first(), items(0, 3), Set.of(1L), 9, HistoryStatus.CompletedWithErrors))
                .actions()
                .retryErrors());
        assertTrue(job(run(first(), items(0, 6), Set.of(), 1, HistoryStatus.Failed))
                .actions()
                .retryErrors());
        assertTrue(job(run(first(), items(0, 6), Set.of(), 1, HistoryStatus.Stopped))
                .actions()
                .retryErrors());
    }

    @Test
    @Tag("G6")
    void manyRetriesSubmittedAtOnce_areOne_andTheOthersAreToldWhichOne() {
        long run = run(first(), items(0, 6), Set.of(1L), 9, HistoryStatus.CompletedWithErrors);

        var outcomes = now(Uni.join()
                .all(IntStream.range(0, 8)
                        .mapToObj(i -> jobs.add(retry(run))
                                .map(added -> (Object) added.job().jobId())
                                .onFailure()
                                .recoverWithItem(failure -> failure))
                        .toList())
                .andFailFast());

        var accepted = outcomes.stream().filter(Long.class::isInstance).toList();
        assertEquals(1, accepted.size(), outcomes::toString);
        outcomes.stream().filter(outcome -> outcome != accepted.get(0)).forEach(refused -> {
            var why = assertInstanceOf(RulesViolated.class, refused);
            assertTrue(why.getMessage().contains("being retried by job " + accepted.get(0)), why::getMessage);
        });
    }

    @Test
    @Tag("G1")
    void theSameRetrySubmittedOftenAtOnce_isOneJob() {
        long run = run(first(), items(0, 6), Set.of(1L), 9, HistoryStatus.CompletedWithErrors);
        var retry = retry(run);

        var added = now(Uni.join()
                .all(IntStream.range(0, 8).mapToObj(i -> jobs.add(retry)).toList())
                .andFailFast());

        assertEquals(1, added.stream().filter(AddedJob::isNew).count());
        assertEquals(1, added.stream().map(one -> one.job().jobId()).distinct().count());
    }

    @Test
    @Rule("6.error.new")
    @Rule("6.error.expired")
    @Rule("6.error.retried")
    void errorsAreNew_expireWithALaterRetry_andAreRetriedWhenTheirItemsGoThrough() {
        long run = run(first(), items(0, 6), Set.of(1L, 4L), 9, HistoryStatus.CompletedWithErrors);
        assertEquals(List.of("D-1 New", "D-4 New"), statuses(run));

        long retry = added(retry(run));
        assertEquals(List.of("D-1 Expired", "D-4 Expired"), statuses(run));

        runAdded(retry, items(0, 6), Set.of(4L), 9, HistoryStatus.CompletedWithErrors);
        assertEquals(List.of("D-1 Retried", "D-4 Expired"), statuses(run));
        assertEquals(List.of("D-4 New"), statuses(retry));

        run(retry(retry), items(0, 6), Set.of(), 9, HistoryStatus.Completed);
        assertEquals(List.of("D-1 Retried", "D-4 Retried"), statuses(run));
        assertEquals(List.of("D-4 Retried"), statuses(retry));
    }

    @Test
    void errors_areFilteredByTheStatusThatTheyShow() {
        long run = run(first(), items(0, 6), Set.of(1L, 4L), 9, HistoryStatus.CompletedWithErrors);
        run(retry(run), items(0, 6), Set.of(4L), 9, HistoryStatus.CompletedWithErrors);

        assertEquals(List.of("D-1"), shown(run, JobHistoryError.Status.Retried));
        assertEquals(List.of("D-4"), shown(run, JobHistoryError.Status.Expired));
        assertEquals(List.of(), shown(run, JobHistoryError.Status.New));
    }

    @Test
    @Rule("1.step.cleanup")
    void aRunThatTransferredEverythingKeepsNothing_andOneThatDidNotKeepsWhatItsRetryNeeds() {
        long whole = run(first(), items(0, 6), Set.of(), 9, HistoryStatus.Completed);
        long partly = run(first(), items(0, 6), Set.of(1L), 9, HistoryStatus.CompletedWithErrors);

        assertEquals(0, rows("run_snapshot", whole) + rows("run_batch", whole));
        assertEquals(2, rows("run_snapshot", partly));
        assertEquals(2, rows("run_batch", partly));
        assertEquals(List.of(), leftOvers(whole, partly));
    }

    @Test
    void aRunWhoseAgentDiedBeforeItsCleanup_isFound() {
        long run = added(first());
        RunKey key = begin(run, items(0, 6));
        now(ending.end(key, HistoryStatus.Stopped, null));

        assertEquals(List.of(run), leftOvers(run));

        now(ledger.clear(run));
        assertEquals(List.of(), leftOvers(run));
    }

    @Test
    @Tag("G14")
    void whatAnOpenRetryReads_stays_andARetryAfterItsRemovalIsRefused() {
        long first = published(run(first(), items(0, 6), Set.of(1L, 4L), 9, HistoryStatus.CompletedWithErrors));
        long second = published(run(retry(first), items(0, 6), Set.of(4L), 9, HistoryStatus.CompletedWithErrors));
        long third = added(retry(second));

        assertEquals(0, now(ended.remove(List.of(first, second), Duration.ZERO)));

        runAdded(third, items(0, 6), Set.of(4L), 9, HistoryStatus.CompletedWithErrors);
        assertEquals(1, now(ended.remove(List.of(first), Duration.ZERO)));
        assertRefused("not known any more", retry(second));
        assertRefused("not known any more", retry(third));
        assertFalse(job(third).actions().retryErrors());
    }

    @Test
    void aRetryOfARunThatTransferredNothing_takesEverything() {
        long never = added(first());
        RunKey key = claim(never);
        end(key, HistoryStatus.Stopped);

        assertEquals(items(0, 5), leftOf(retried(never), items(0, 5)));
    }

    private NewJob first() {
        return Configurations.job(workspaceId, 3);
    }

    private NewJob retry(long jobHistoryId) {
        return Configurations.retry(workspaceId, jobHistoryId);
    }

    private long retried(long jobHistoryId) {
        return added(retry(jobHistoryId));
    }

    private long added(NewJob job) {
        return now(jobs.add(job)).job().jobId();
    }

    private Job job(long jobId) {
        return now(jobs.job(jobId));
    }

    private List<Long> leftOf(long retry, List<Long> items) {
        return now(chain.left(retry, items));
    }

    private static List<Long> items(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private long run(NewJob job, List<Long> items, Set<Long> failing, int batches, HistoryStatus outcome) {
        return runAdded(added(job), items, failing, batches, outcome);
    }

    /** Takes over so many batches, then ends. */
    private long runAdded(long jobId, List<Long> items, Set<Long> failing, int batches, HistoryStatus outcome) {
        if (outcome == HistoryStatus.ValidationFailed) {
            RunKey key = claim(jobId);
            now(ending.end(key, outcome, "A field has gone."));
            now(ledger.clear(jobId));
            return jobId;
        }
        RunKey key = begin(jobId, now(chain.left(jobId, items)));
        for (int i = 0; i < batches; i++) {
            now(ledger.nextOpen(jobId)).ifPresent(batch -> {
                var ids = now(snapshots.itemIds(jobId, batch.firstPosition(), batch.total()));
                var failed = ids.stream()
                        .filter(failing::contains)
                        .map(id -> new FailedItem(id, "D-" + id, "It is too long."))
                        .toList();
                now(ledger.record(
                        key,
                        new TakenBatch(
                                batch.firstPosition(), batch.total(), batch.total() - failed.size(), 1, 1, failed)));
            });
        }
        end(key, outcome);
        return jobId;
    }

    private RunKey claim(long jobId) {
        ClaimedJob claimed;
        do {
            claimed = now(claims.claim(agent, 0)).orElseThrow();
        } while (claimed.job().jobId() != jobId);
        return claimed.run();
    }

    private RunKey begin(long jobId, List<Long> items) {
        RunKey key = claim(jobId);
        now(claims.validated(key));
        for (int position = 0; position < items.size(); position += CHUNK) {
            now(snapshots.append(key, position, items.subList(position, Math.min(position + CHUNK, items.size()))));
        }
        now(snapshots.complete(key, items.size()));
        now(ledger.partition(key, BATCH));
        return key;
    }

    private void end(RunKey key, HistoryStatus outcome) {
        now(ending.end(key, outcome, null));
        now(ledger.clear(key.jobId()));
    }

    private void assertRefused(String why, NewJob retry) {
        var refusals = now(retries.refusals(retry));
        assertEquals(
                List.of("retryOptions.jobToRetry"),
                refusals.stream().map(Violation::field).toList());
        assertTrue(refusals.get(0).message().contains(why), refusals::toString);
        assertInstanceOf(RulesViolated.class, failureOf(jobs.add(retry)));
    }

    private List<String> statuses(long jobId) {
        return now(errors.of(jobId, new RunErrors.Filter(null, null), 50, null)).items().stream()
                .map(error -> error.identifier() + " " + error.status())
                .toList();
    }

    private List<String> shown(long jobId, JobHistoryError.Status status) {
        return now(errors.of(jobId, new RunErrors.Filter(JobHistoryError.Type.item, status), 50, null)).items().stream()
                .map(JobHistoryError::identifier)
                .toList();
    }

    private long rows(String table, long jobId) {
        return now(transactions.query("select count(*) as n from " + table + " where job_id = $1", Tuple.of(jobId)))
                .iterator()
                .next()
                .getLong("n");
    }

    private List<Long> leftOvers(Long... ofJobs) {
        return now(ended.leftOvers(Duration.ZERO, 10_000)).stream()
                .map(EndedJobs.LeftOver::jobId)
                .filter(List.of(ofJobs)::contains)
                .toList();
    }

    private long published(long jobId) {
        now(transactions.query("update job_event set published_at = now() where job_id = $1", Tuple.of(jobId)));
        return jobId;
    }
}
