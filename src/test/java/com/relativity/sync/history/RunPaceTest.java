package com.relativity.sync.history;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobEnding;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the ledger keeps of a run's pace, and what clients are told of it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class RunPaceTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int ITEMS = 100;
    private static final long TOTAL = 10_000;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    JobEnding ending;

    @Inject
    AgentRegistry agents;

    @Inject
    RunLedger ledger;

    @Inject
    Snapshots snapshots;

    @Inject
    Transactions transactions;

    private long jobId;
    private RunKey run;

    @BeforeEach
    void aRunThatHasItsSnapshot() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        jobId = now(jobs.add(Configurations.job())).job().jobId();
        run = claimed();
        now(snapshots.begin(run));
        now(snapshots.complete(run, TOTAL));
        now(ledger.atStep(run, "partition", null));
        now(ledger.partition(run, ITEMS));
        now(ledger.atStep(run, "synchronization", null));
    }

    private RunKey claimed() {
        var agent = now(agents.register("agent-of-the-test", 4, LEASE));
        var claim = now(claims.claim(agent, 0)).orElseThrow().run();
        now(claims.validated(claim));
        return claim;
    }

    @Test
    void aJobTellsItsBytes_andNoRateBeforeASecondHasPassed() {
        batch(0);
        earlier(-60);

        var progress = progress();

        assertEquals(1000, progress.getInt("bytes"));
        assertNull(progress.get("itemsPerSecond"));
        assertNull(progress.get("eta"));
    }

    @Test
    void stepsBeforeTheFirstBatch_beginThePaceAnew() {
        earlier(60);
        long before = pace()[1];

        now(ledger.atStep(run, "synchronization", null));

        assertEquals(1, moments());
        assertTrue(pace()[1] >= before + 60_000);
    }

    @Test
    void aStepAfterBatches_keepsThePace() {
        batch(0);
        earlier(10);
        batch(1);

        now(ledger.atStep(run, "finalization", null));

        assertEquals(2, moments());
        assertTrue(progress().getDouble("itemsPerSecond") > 10);
    }

    @Test
    void momentsAreSecondsApart_andTheNewestHasAllThatIsDone() {
        earlier(10);
        batch(0);
        batch(1);
        batch(2);

        assertEquals(3, moments());
        assertEquals(3 * ITEMS, lastDone());
        assertEquals(27, progress().getDouble("itemsPerSecond"), 4);
    }

    @Test
    void noMoreThanTheLastMomentsAreKept() {
        keep(run.attempt(), 32, 3);

        batch(0);

        assertEquals(32, moments());
    }

    @Test
    void aSteadyRun_tellsWhenItWillEnd() {
        keep(run.attempt(), 20, 3);

        var progress = progress();

        assertEquals(32, progress.getDouble("itemsPerSecond"), 4);
        assertNotNull(progress.getString("eta.low"));
        assertTrue(progress.getString("eta.high").compareTo(progress.getString("eta.low")) >= 0);
    }

    @Test
    void afterAResume_theRateBeginsAnew() {
        keep(run.attempt(), 20, 3);
        now(claims.suspending(run));
        now(claims.handBack(run));
        assertNull(progress().get("itemsPerSecond"));

        run = claimed();

        assertNull(progress().get("itemsPerSecond"));
        now(ledger.atStep(run, "synchronization", null));
        batch(0);
        earlier(-60);
        assertEquals(2, moments());
        assertNull(progress().get("itemsPerSecond"));
        assertNull(progress().get("eta"));
    }

    @Test
    void anEndedJob_tellsNoPace_andKeepsNone() {
        batch(0);
        keep(run.attempt(), 20, 3);
        now(ending.end(run, HistoryStatus.Failed, "It is enough."));

        assertNull(progress().get("itemsPerSecond"));
        assertNull(progress().get("eta"));
        assertEquals(1000, progress().getInt("bytes"));
        now(ledger.clear(jobId));
        assertEquals(0, moments());
    }

    private JsonPath progress() {
        var job = Case.get("/api/sync/v1/jobs/" + jobId);
        return job.setRootPath("progress");
    }

    private void batch(int number) {
        now(ledger.record(run, new TakenBatch((long) number * ITEMS, ITEMS, ITEMS, 400, 600, List.of())));
    }

    /** As if all that was kept so far had been that many seconds before. */
    private void earlier(int seconds) {
        now(transactions.query(
                "update job_history set pace = pace[1:1] || array(select case when n % 2 = 1 then v - $2 else v end"
                        + " from unnest(pace[2:]) with ordinality as m (v, n) order by n) where job_history_id = $1",
                Tuple.of(jobId, seconds * 1000L)));
    }

    /** As if the run had done a batch so often, one each so many seconds, until now. */
    private void keep(int attempt, int moments, int secondsApart) {
        long now = System.currentTimeMillis();
        var pace = LongStream.concat(
                        LongStream.of(attempt),
                        LongStream.range(0, moments)
                                .flatMap(i -> LongStream.of(now - (moments - 1 - i) * secondsApart * 1000L, i * ITEMS)))
                .boxed()
                .toArray(Long[]::new);
        now(transactions.query("update job_history set pace = $2 where job_history_id = $1", Tuple.of(jobId, pace)));
    }

    private Long[] pace() {
        return now(transactions.query(
                        "select coalesce(pace, '{}') as pace from job_history where job_history_id = $1",
                        Tuple.of(jobId)))
                .iterator()
                .next()
                .getArrayOfLongs("pace");
    }

    private int moments() {
        return pace().length / 2;
    }

    private long lastDone() {
        return pace()[pace().length - 1];
    }
}
