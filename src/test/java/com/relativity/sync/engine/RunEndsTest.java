package com.relativity.sync.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.engine.step.SnapshotStep;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;
import com.relativity.sync.support.Rule;

import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How runs end that do not go well, and how they go on after a resume. Each is taken through the pipeline by the test. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(RunEndsTest.SmallBatches.class)
class RunEndsTest {

    private static final Duration LEASE = Duration.ofMinutes(5);

    public static final class SmallBatches implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sync.roles", "api", "sync.security", "none", "sync.engine.batch-size", "2");
        }
    }

    @Inject
    Pipeline pipeline;

    @Inject
    SnapshotStep snapshot;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    AgentRegistry agents;

    @Inject
    Transactions transactions;

    private Case matter;

    @BeforeEach
    void aSourceOfFiveDocuments() {
        sql("delete from sync_job where status in ('Pending', 'Processing')");
        matter = Case.create();
        imported("D-1", "D-2", "D-3", "D-4", "D-5");
    }

    @AfterEach
    void forgetTheFaults() {
        sql("drop trigger if exists fault on store_receipt");
        sql("drop trigger if exists fault on run_snapshot");
        sql("drop function if exists fault");
    }

    @Test
    @Rule("1.failure.validation")
    @Rule("4.job-error.gone")
    @Rule("6.end.validation-failed")
    @Rule("6.button.retry-errors.validation-failed")
    @Rule("2.again-at-run")
    void aFieldAndASearchThatHaveGone_failTheJobWithAMessageForEach_beforeAnythingIsCopied() {
        long jobId = submitted();
        renameTheField();
        sql("delete from store_saved_search where workspace_id = " + matter.source);

        var job = run(claimed(jobId));

        assertEquals("Failed", job.getString("status"));
        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(job.getString("message"), containsString("'Note'"));
        assertThat(job.getString("message"), containsString("saved search"));
        assertFalse(job.getBoolean("actions.retryErrors"));
        assertEquals(job.getString("message"), jobErrors(jobId).get(0));
        assertEquals(0, matter.documents().getInt("total"));
    }

    @Test
    @Rule("1.step.validation")
    void whatChangedBetweenTwoAttempts_isSaidByTheSecond() {
        long jobId = submitted();
        var first = claimed(jobId);
        now(claims.validated(first.key()));
        now(claims.handBack(first.key()));
        renameTheField();

        var job = run(claimed(jobId));

        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(job.getString("message"), containsString("'Note'"));
    }

    @Test
    @Rule("1.step.snapshot")
    void theItemsOfAJob_areThoseOfItsFirstAttempt() {
        long jobId = submitted();
        var first = claimed(jobId);
        now(claims.validated(first.key()));
        now(snapshot.run(first));
        now(claims.handBack(first.key()));
        imported("D-6");

        var job = run(claimed(jobId));

        assertEquals("Completed", job.getString("status"));
        assertEquals(5, job.getInt("progress.total"));
        assertThat(
                matter.documents().getList("items.identifier"), containsInAnyOrder("D-1", "D-2", "D-3", "D-4", "D-5"));
    }

    @Test
    @Rule("2.snapshot")
    void aResumedJobWhoseItemsAreLost_saysSo() {
        long jobId = submitted();
        var first = claimed(jobId);
        now(claims.validated(first.key()));
        now(snapshot.run(first));
        now(claims.handBack(first.key()));
        sql("delete from run_snapshot where job_id = " + jobId);

        var job = run(claimed(jobId));

        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(job.getString("message"), containsString("list of items"));
    }

    @Test
    @Rule("1.failure.step")
    @Rule("1.steps.failure-ends")
    @Rule("1.steps.closing-always")
    @Rule("3.batch.whole")
    @Rule("4.job-error.defect")
    @Rule("4.job-error.items-stay")
    @Rule("6.end.failed")
    void aStepThatThrows_endsTheJobAsFailed_andWhatWasWrittenStaysAndIsCounted() {
        sql(
                "create function fault() returns trigger language plpgsql as"
                        + " $$ begin if new.first_position = 2 then raise exception 'out of order'; end if; return new; end $$");
        sql("create trigger fault before insert on store_receipt for each row execute function fault()");
        long jobId = submitted();

        var job = run(claimed(jobId));

        assertEquals("Failed", job.getString("status"));
        assertEquals("Failed", job.getString("historyStatus"));
        assertEquals("synchronization", job.getString("progress.step"));
        assertEquals(2, job.getInt("progress.transferred"));
        assertEquals(2, matter.documents().getInt("total"));
        assertTrue(job.getBoolean("actions.retryErrors"));
        // The message, and that mail cannot be sent: the closing steps went on.
        assertThat(jobErrors(jobId), hasSize(2));
        assertEquals(job.getString("message"), jobErrors(jobId).get(0));
        assertThat(job.getString("message"), containsString("internal error"));
        assertThat(job.getString("message"), not(containsString("out of order")));
        assertThat(jobErrors(jobId).get(1), containsString("no mail server is set"));
        assertEquals(
                1,
                now(transactions.query(
                                "select 1 from job_history where job_history_id = $1 and cleaned", Tuple.of(jobId)))
                        .size());
    }

    @Test
    @Rule("1.failure.closing")
    void aClosingStepThatFails_isAJobError_andTheJobStaysWhatItIs() {
        sql("create function fault() returns trigger language plpgsql as"
                + " $$ begin raise exception 'out of order'; end $$");
        sql("create trigger fault before delete on run_snapshot for each row execute function fault()");
        long jobId = submitted();

        var job = run(claimed(jobId));

        assertEquals("Completed", job.getString("status"));
        assertEquals(5, matter.documents().getInt("total"));
        assertThat(jobErrors(jobId).get(1), containsString("its cleanup failed"));
    }

    private void imported(String... identifiers) {
        var load = DatFile.withColumns("Control Number", "Note");
        for (String identifier : identifiers) {
            load.row(identifier, "a note");
        }
        matter.importIntoSource(Case.importFiles("load.dat", load.bytes(), Map.of()), Map.of());
    }

    private void renameTheField() {
        sql("update store_field f set name = 'Remark' from store_object_type t"
                + " where t.object_type_id = f.object_type_id and f.name = 'Note' and t.workspace_id = "
                + matter.source);
    }

    private long submitted() {
        return matter.submit(matter.parameters(Map.of("emailNotifications", Map.of("emails", List.of("a@b.example")))))
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");
    }

    private Run claimed(long jobId) {
        var agent = now(agents.register("agent-" + UUID.randomUUID(), 1, LEASE));
        var job = now(claims.claim(agent, 0)).orElseThrow().job();
        assertEquals(jobId, job.jobId());
        return new Run(job, now(jobs.configuration(job)), new RunControl());
    }

    private JsonPath run(Run run) {
        assertEquals(RunResult.ENDED, now(pipeline.run(run)));
        return Case.get("/api/sync/v1/jobs/" + run.jobId());
    }

    private static List<String> jobErrors(long jobId) {
        return Case.get("/api/sync/v1/job-history/" + jobId + "/errors?type=job")
                .getList("items.message");
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }
}
