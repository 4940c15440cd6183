package com.relativity.sync.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.BatchesOfTwo;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.WatchedGateways;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Runs of five documents in batches of two, each taken through the pipeline by the test itself. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(BatchesOfTwo.class)
class PipelineTest {

    @Inject
    WatchedGateways gateways;

    @Inject
    Pipeline pipeline;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    AgentRegistry agents;

    @Inject
    Transactions transactions;

    private Case matter;
    private long searchId;
    private long jobId;

    @BeforeEach
    void aJob() {
        sql("delete from sync_job where status in ('Pending', 'Processing')");
        gateways.clear();
        matter = Case.create();
        load(1, 5);
        var parameters = matter.parameters(Map.of("documentOptions", matter.documentOptions("DoNotImportNativeFiles")));
        searchId = ((Number) ((Map<?, ?>) parameters.get("documentOptions")).get("savedSearchId")).longValue();
        jobId = matter.submit(parameters).statusCode(202).extract().jsonPath().getLong("jobId");
        gateways.clear();
    }

    @Test
    @Rule("1.step.partition")
    @Rule("1.step.synchronization")
    @Rule("1.step.permissions.open")
    @Rule("3.batch.size")
    @Rule("3.batch.order")
    void batchesAreWrittenInOrder_noneWithMoreItemsThanIsSet() {
        run(claim());

        assertEquals("Completed", job().getString("status"));
        assertEquals(List.of(0L, 2L, 4L), positions());
        assertEquals(
                List.of(2, 2, 1),
                gateways.written().stream().map(one -> one.batch().total()).toList());
        assertThat(matter.documents().getList("items.identifier"), contains("D-1", "D-2", "D-3", "D-4", "D-5"));
    }

    @Test
    @Rule("1.step.status-consolidation")
    @Rule("6.end.with-errors")
    void theBatchesAreSummedIntoTheHistory() {
        Case.importInto(
                matter.destination,
                Case.importFiles(
                        "there.dat",
                        DatFile.withColumns("Control Number").row("D-3").bytes(),
                        Map.of()),
                Map.of());

        run(claim());

        JsonPath history = Case.get("/api/sync/v1/job-history/" + jobId);
        assertEquals("CompletedWithErrors", history.getString("status"));
        assertEquals(5, history.getInt("total"));
        assertEquals(5, history.getInt("read"));
        assertEquals(4, history.getInt("transferred"));
        assertEquals(1, history.getInt("failed"));
    }

    @Test
    @Rule("1.steps.failure-ends")
    @Rule("1.steps.closing-always")
    @Rule("1.failure.step")
    @Rule("3.batch.whole")
    @Rule("4.job-error.defect")
    @Rule("4.job-error.items-stay")
    @Rule("6.end.failed")
    void aStepThatFailsEndsThePipeline_andWhatWasWrittenStaysAndIsCounted() {
        gateways.before("write", 2, () -> Uni.createFrom().failure(new IllegalStateException("secret.Defect")));

        run(claim());

        JsonPath failed = job();
        assertEquals("Failed", failed.getString("status"));
        assertEquals("Failed", failed.getString("historyStatus"));
        assertEquals(2, failed.getInt("progress.transferred"));
        assertThat(matter.documents().getList("items.identifier"), contains("D-1", "D-2"));
        assertEquals(List.of(0L, 2L), positions());
        assertThat(gateways.calls(), allOf(hasItem("close"), hasItem("forget")));
        JsonPath errors = Case.errors(jobId);
        assertThat(errors.getList("items.type"), contains("job"));
        assertThat(
                errors.getString("items[0].message"),
                allOf(containsString("internal error"), not(containsString("secret"))));
    }

    @Test
    @Rule("4.job-error.gone")
    void aFieldThatGoesAfterTheValidationFailsTheJob_whichNamesIt() {
        gateways.before("itemIds", 1, this::deleteTheNoteField);

        run(claim());

        assertEquals("Failed", job().getString("historyStatus"));
        assertThat(job().getString("message"), containsString("The field 'Note'"));
        assertThat(gateways.written(), empty());
    }

    @Test
    @Rule("1.step.validation")
    @Rule("1.failure.validation")
    @Rule("2.again-at-run")
    @Rule("6.end.validation-failed")
    void whatVanishedSinceTheSubmissionIsToldWithAllMessages_andNothingIsWritten() {
        sql("delete from store_saved_search where saved_search_id = " + searchId);
        now(deleteTheNoteField());

        run(claim());

        JsonPath failed = job();
        assertEquals("Failed", failed.getString("status"));
        assertEquals("ValidationFailed", failed.getString("historyStatus"));
        assertThat(failed.getString("message"), allOf(containsString("Note"), containsString("saved search")));
        assertThat(gateways.calls(), not(hasItem("itemIds")));
        assertThat(Case.errors(jobId).getList("items.type"), contains("job"));
    }

    @Test
    @Rule("1.failure.closing")
    void aClosingStepThatFailsIsAJobError_andTheStatusStays() {
        gateways.before("forget", 1, () -> Uni.createFrom().failure(new IllegalStateException("secret")));

        run(claim());

        assertEquals("Completed", job().getString("status"));
        assertEquals(5, job().getInt("progress.transferred"));
        JsonPath errors = Case.errors(jobId);
        assertThat(errors.getList("items.type"), contains("job"));
        assertThat(errors.getString("items[0].message"), containsString("cleanup failed"));
    }

    @Test
    @Rule("1.steps.nothing-twice")
    @Rule("1.step.snapshot")
    @Rule("1.steps.drain-skips-closing")
    void aDrainedRunGoesOnWhereItWas_withTheItemsThatItBeganWith() {
        var first = claim();
        gateways.before("write", 2, () -> {
            first.control().drain();
            return Uni.createFrom().voidItem();
        });

        assertEquals(RunResult.PAUSED, run(first));
        assertThat(gateways.calls(), not(hasItem("close")));
        now(claims.suspending(first.key()));
        now(claims.handBack(first.key()));
        load(6, 7);
        assertEquals(RunResult.ENDED, run(claim()));

        assertEquals("Completed", job().getString("status"));
        assertEquals(5, job().getInt("progress.total"));
        assertEquals(List.of(0L, 2L, 4L), positions());
        assertEquals(5, matter.documents().getList("items").size());
    }

    @Test
    @Rule("6.late-cancel")
    void aStopThatComesWhenAllItemsAreDoneChangesNothing() {
        var run = claim();
        gateways.before("close", 1, () -> {
            run.control().stop();
            return Uni.createFrom().voidItem();
        });

        run(run);

        assertEquals("Completed", job().getString("status"));
    }

    @Test
    @Rule("6.late-cancel")
    void aStopOfARunWhoseAgentWasLostWhenAllItemsWereDone_changesNothing() {
        gateways.before("close", 1, () -> Uni.createFrom().failure(new DependencyDown("The test", null)));
        var lost = claim();
        failureOf(pipeline.run(lost));
        now(claims.handBack(lost.key()));
        Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of()).statusCode(202);
        var run = claim();
        run.control().stop();

        assertEquals(RunResult.ENDED, run(run));

        assertEquals("Completed", job().getString("status"));
        assertEquals("Completed", job().getString("historyStatus"));
        assertEquals("finalization", job().getString("progress.step"));
        Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of()).statusCode(409);
    }

    @Test
    @Rule("6.late-cancel")
    void aStopBeforeTheLastBatchIsFollowed() {
        var run = claim();
        gateways.before("write", 3, () -> {
            run.control().stop();
            return Uni.createFrom().nothing();
        });

        run(run);

        assertEquals("Cancelled", job().getString("status"));
        assertEquals(4, job().getInt("progress.transferred"));
    }

    @Test
    void aStopBeforeAnythingBegan_isFollowed() {
        var run = claim();
        run.control().stop();

        run(run);

        assertEquals("Cancelled", job().getString("status"));
    }

    private void load(int from, int to) {
        var file = DatFile.withColumns("Control Number", "Note");
        IntStream.rangeClosed(from, to).forEach(number -> file.row("D-" + number, "note " + number));
        matter.importIntoSource(Case.importFiles("load.dat", file.bytes(), Map.of()), Map.of());
    }

    private Run claim() {
        var agent = now(agents.register("agent-" + UUID.randomUUID(), 1, Duration.ofMinutes(5)));
        var job = now(claims.claim(agent, 0)).orElseThrow().job();
        assertEquals(jobId, job.jobId());
        return new Run(job, now(jobs.configuration(job)), new RunControl());
    }

    private RunResult run(Run run) {
        return now(pipeline.run(run));
    }

    private JsonPath job() {
        return Case.get("/api/sync/v1/jobs/" + jobId);
    }

    /** First positions of the batches that were to be written, in the order of the writes. */
    private List<Long> positions() {
        return gateways.written().stream().map(one -> one.key().firstPosition()).toList();
    }

    private Uni<?> deleteTheNoteField() {
        return transactions.query(
                "delete from store_field where name = 'Note' and object_type_id in"
                        + " (select object_type_id from store_object_type where workspace_id = $1)",
                Tuple.of(matter.destination));
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }
}
