package com.relativity.sync.agent;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.engine.Pipeline;
import com.relativity.sync.history.RunWaits;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.joblist.ClaimedJob;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.BatchesOfTwo;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;
import com.relativity.sync.support.Rule;
import com.relativity.sync.telemetry.JobMetrics;
import com.relativity.sync.telemetry.Traces;
import com.relativity.sync.workspace.WatchedGateways;

import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Runs of five documents in batches of two that come to a write which does not go through. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(BatchesOfTwo.class)
class RunsThatCannotGoOnTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration FOR_EVER = Duration.ofHours(12);

    @Inject
    WatchedGateways gateways;

    @Inject
    Pipeline pipeline;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    Cancellation cancellation;

    @Inject
    AgentRegistry agents;

    @Inject
    RunWaits waits;

    @Inject
    JobMetrics metrics;

    @Inject
    Traces traces;

    @Inject
    Transactions transactions;

    private final RunningJobs running = new RunningJobs();
    private long jobId;

    @BeforeEach
    void aJob() {
        sql("delete from sync_job where status in ('Pending', 'Processing')");
        gateways.clear();
        var matter = Case.create();
        var file = DatFile.withColumns("Control Number", "Note");
        for (int number = 1; number <= 5; number++) {
            file.row("D-" + number, "note " + number);
        }
        matter.importIntoSource(Case.importFiles("load.dat", file.bytes(), Map.of()), Map.of());
        jobId = matter.submit(
                        matter.parameters(Map.of("documentOptions", matter.documentOptions("DoNotImportNativeFiles"))))
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");
        gateways.clear();
    }

    @AfterEach
    void letEverythingThrough() {
        gateways.clear();
    }

    @Test
    @Rule("4.job-error.away")
    @Rule("4.job-error.items-stay")
    void aDependencyThatStaysAway_endsTheJobWhenItsPatienceIsOver_andSaysSo() {
        fromTheSecondWriteOn(() -> Uni.createFrom().failure(away()));

        var ended = run(Duration.ZERO, 5);

        ended.join();
        JsonPath job = job();
        assertEquals("Failed", job.getString("status"), job::prettyPrint);
        assertEquals("Failed", job.getString("historyStatus"));
        assertEquals(2, job.getInt("progress.transferred"));
        assertTrue(job.getBoolean("actions.retryErrors"));
        assertThat(
                job.getString("message"),
                allOf(
                        containsString("the file share, which does not answer"),
                        containsString("had waited since 2"),
                        containsString("What was transferred stays"),
                        containsString("retry of job history " + jobId)));
        JsonPath errors = Case.errors(jobId);
        assertThat(errors.getList("items"), hasSize(1));
        assertEquals("job", errors.getString("items[0].type"));
        assertEquals(job.getString("message"), errors.getString("items[0].message"));
    }

    @Test
    @Tag("G12")
    @Rule("4.job-error.away")
    void aJobThatWaits_saysForWhatAndSinceWhen_withoutAnEvent_andNothingWhenItGoesOn() {
        var back = new CompletableFuture<Void>();
        fromTheSecondWriteOn(() ->
                back.isDone() ? Uni.createFrom().voidItem() : Uni.createFrom().failure(away()));

        var ended = run(FOR_EVER, 5);
        Awaitility.await().atMost(LIMIT).until(() -> job().getString("message") != null);
        String first = job().getString("message");
        long events = count("select count(*) from job_event where job_id = $1");
        int tries = writes();
        Awaitility.await().atMost(LIMIT).until(() -> writes() > tries + 1);

        assertThat(first, allOf(containsString("Since 2"), containsString("waits for the file share")));
        assertEquals(first, job().getString("message"), "since the first failure");
        assertEquals("Processing", job().getString("status"));
        assertEquals(events, count("select count(*) from job_event where job_id = $1"));

        back.complete(null);
        ended.join();
        assertEquals("Completed", job().getString("status"));
        assertNull(job().getString("message"));
        assertEquals(0, count("select count(waiting_since) from job_history where job_history_id = $1"));
    }

    @Test
    @Tag("G12")
    void aFailureThatBatchesLieBetween_isAFirstOneAgain() {
        for (int write = 1; write <= 9; write += 2) {
            gateways.before("write", write, () -> Uni.createFrom().failure(away()));
        }

        run(Duration.ZERO, 5).join();

        assertEquals("Completed", job().getString("status"), job()::prettyPrint);
        assertEquals(5, job().getInt("progress.transferred"));
    }

    @Test
    @Tag("G12")
    void anAgentThatTakesTheJobUp_waitsSinceTheSameMoment() {
        fromTheSecondWriteOn(() -> Uni.createFrom().failure(away()));
        var first = claimed();
        new JobRun(jobs, claims, pipeline, running, waits, settings(FOR_EVER, 5, LIMIT), traces)
                .run(first)
                .subscribeAsCompletionStage();
        Awaitility.await().atMost(LIMIT).until(() -> job().getString("message") != null);
        String message = job().getString("message");
        running.drain();
        Awaitility.await().atMost(LIMIT).until(() -> job().getString("status").equals("Pending"));
        assertEquals(message, job().getString("message"));

        var others = new RunningJobs();
        var second = new JobRun(jobs, claims, pipeline, others, waits, settings(FOR_EVER, 5, LIMIT), traces)
                .run(claimed())
                .subscribeAsCompletionStage();
        int tries = writes();
        Awaitility.await().atMost(LIMIT).until(() -> writes() > tries);

        assertEquals(message, job().getString("message"));
        gateways.clear();
        second.join();
        assertEquals("Completed", job().getString("status"));
    }

    @Test
    @Rule("4.job-error.slow")
    void statementsThatPostgresEnds_areTriedSomeTimes_andThenTheJobSaysWhichStepAndWhichSetting() {
        fromTheSecondWriteOn(() -> transactions.inOne(transaction -> transaction
                .query("set local statement_timeout = 1")
                .execute()
                .chain(() -> transaction.query("select pg_sleep(5)").execute())));

        run(FOR_EVER, 2).join();

        assertEquals("Failed", job().getString("status"));
        assertEquals(3, writes());
        assertThat(
                job().getString("message"),
                allOf(
                        containsString("in its step synchronization"),
                        containsString("2 times"),
                        containsString("statement_timeout"),
                        containsString("retry of job history " + jobId)));
    }

    @Test
    @Rule("4.job-error.away")
    void aJobThatIsAskedToStopWhileItWaits_isCancelled() {
        fromTheSecondWriteOn(() -> Uni.createFrom().failure(away()));

        var ended = run(FOR_EVER, 5);
        Awaitility.await().atMost(LIMIT).until(() -> job().getString("message") != null);
        now(cancellation.request(jobId, "somebody"));
        running.stop(jobId);

        ended.join();
        assertEquals("Cancelled", job().getString("status"));
        assertNull(job().getString("message"));
    }

    @Test
    @Tag("G10")
    @Tag("G11")
    @Rule("6.end.drained")
    void aDrainThatTakesTooLong_handsTheJobBack_andCountsNoAgentAsLost() {
        var entered = new CompletableFuture<Void>();
        var late = new CompletableFuture<Void>();
        gateways.before("write", 2, () -> {
            entered.complete(null);
            return Uni.createFrom().completionStage(late);
        });
        var settings = settings(FOR_EVER, 5, Duration.ofMillis(100));
        var agent = new Agent(
                agents,
                claims,
                new JobIntake(
                        claims,
                        new JobRun(jobs, claims, pipeline, running, waits, settings, traces),
                        settings,
                        metrics),
                running,
                new UnansweredClaims(claims, running, settings),
                settings,
                new SimpleMeterRegistry());
        agent.start();
        entered.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();

        now(agent.drain());

        JsonPath job = job();
        assertEquals("Pending", job.getString("status"), job::prettyPrint);
        assertEquals("Suspended", job.getString("historyStatus"));
        assertEquals(0, count("select lost from sync_job where job_id = $1"));
        assertEquals(0, count("select count(*) from sync_agent a join sync_job j using (agent_id) where job_id = $1"));

        // The write that was under way arrives when another agent has the job.
        var second = claimed();
        late.complete(null);
        new JobRun(jobs, claims, pipeline, new RunningJobs(), waits, settings, traces)
                .run(second)
                .await()
                .atMost(LIMIT);
        assertEquals("Completed", job().getString("status"));
        assertEquals(5, job().getInt("progress.transferred"));
        assertEquals(0, job().getInt("progress.failed"));
    }

    private static DependencyDown away() {
        return new DependencyDown("The file share", null);
    }

    private void fromTheSecondWriteOn(Supplier<Uni<?>> deed) {
        for (int write = 2; write < 200; write++) {
            gateways.before("write", write, deed);
        }
    }

    private int writes() {
        return gateways.written().size();
    }

    private CompletableFuture<Void> run(Duration patience, int slowStatements) {
        return new JobRun(jobs, claims, pipeline, running, waits, settings(patience, slowStatements, LIMIT), traces)
                .run(claimed())
                .subscribeAsCompletionStage()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private ClaimedJob claimed() {
        var agent = now(agents.register("agent-" + UUID.randomUUID(), 1, Duration.ofMinutes(5)));
        var claimed = now(claims.claim(agent, 0)).orElseThrow();
        assertEquals(jobId, claimed.job().jobId());
        return claimed;
    }

    private JsonPath job() {
        return Case.get("/api/sync/v1/jobs/" + jobId);
    }

    private long count(String sql) {
        return now(transactions.query(sql, Tuple.of(jobId))).iterator().next().getLong(0);
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }

    /** One slot; what does not matter is as by default. */
    private static AgentSettings settings(Duration patience, int slowStatements, Duration drainTimeout) {
        return new SmallRyeConfigBuilder()
                .withMapping(AgentSettings.class)
                .withDefaultValues(Map.of(
                        "sync.agent.slots", "1",
                        "sync.agent.patience", patience.toString(),
                        "sync.agent.slow-statements", Integer.toString(slowStatements),
                        "sync.agent.drain-timeout", drainTimeout.toString()))
                .build()
                .getConfigMapping(AgentSettings.class);
    }
}
