package com.relativity.sync.engine;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.joblist.ClaimedJob;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.Submissions;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How runs end whose world changes between submission and run. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class ChangedWorldTest {

    private static final String JOBS = "/api/sync/v1/jobs/";

    @Inject
    Submissions submissions;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    Cancellation cancellation;

    @Inject
    AgentRegistry agents;

    @Inject
    Pipeline pipeline;

    @Inject
    Transactions transactions;

    private AgentRegistry.Agent agent;
    private Submissions.Pair pair;

    @BeforeEach
    void twoWorkspacesAndAnAgent() {
        sql("delete from sync_job where status in ('Pending', 'Processing')");
        agent = now(agents.register("agent-of-the-test", 4, Duration.ofMinutes(5)));
        pair = submissions.pair();
    }

    @Test
    @Rule("6.end.validation-failed")
    @Rule("1.failure.validation")
    @Rule("2.again-at-run")
    void whatVanishedAfterTheSubmission_failsTheValidationOfTheRun_whichNamesItAll() {
        long jobId = pair.submitted();
        sql("delete from store_saved_search where saved_search_id = " + pair.savedSearchId());
        sql("update store_field set name = 'Renamed' where field_id = "
                + pair.to().fieldId());

        run(jobId);

        JsonPath job = Case.get(JOBS + jobId);
        assertEquals("Failed", job.getString("status"));
        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(job.getString("message"), containsString("saved search " + pair.savedSearchId()));
        assertThat(
                job.getString("message"),
                containsString("'" + pair.to().name() + "' (" + pair.to().fieldId()));
        assertTrue(job.getBoolean("actions.run"));
        assertFalse(job.getBoolean("actions.retryErrors"));
        JsonPath errors = Case.errors(jobId);
        assertThat(errors.getList("items.type"), contains("job"));
        assertEquals(job.getString("message"), errors.getString("items[0].message"));
        assertThat(moves(jobId), contains("Pending/New", "Processing/Validating", "Failed/ValidationFailed"));
    }

    @Test
    @Rule("2.again-at-run")
    @Rule("1.step.pre-validation")
    void aDestinationThatVanished_failsTheValidationOfTheRun() {
        long jobId = pair.submitted();
        sql("update sync_job set destination_workspace_id = 999999999 where job_id = " + jobId);

        run(jobId);

        JsonPath job = Case.get(JOBS + jobId);
        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(job.getString("message"), containsString("workspace 999999999"));
    }

    @Test
    @Rule("6.end.failed")
    @Rule("1.failure.step")
    @Rule("4.job-error.defect")
    void aStepThatFails_failsTheJob_withAJobErrorThatShowsNoStackTrace() {
        long jobId = pair.submitted();
        sql("update store_saved_search set condition = 'no condition' where saved_search_id = " + pair.savedSearchId());

        run(jobId);

        JsonPath job = Case.get(JOBS + jobId);
        assertEquals("Failed", job.getString("status"));
        assertEquals("Failed", job.getString("historyStatus"));
        assertTrue(job.getBoolean("actions.retryErrors"));
        JsonPath errors = Case.errors(jobId);
        assertThat(errors.getList("items.type"), contains("job"));
        assertThat(errors.getString("items[0].message"), not(containsString("Exception")));
        assertThat(errors.getString("items[0].message"), not(containsString("\tat ")));
        assertThat(
                moves(jobId),
                contains("Pending/New", "Processing/Validating", "Processing/Processing", "Failed/Failed"));
    }

    @Test
    @Rule("2.snapshot")
    void aSnapshotThatIsLost_failsTheValidationOfTheResume() {
        long jobId = pair.submitted();
        sql("update job_history set total = 7 where job_history_id = " + jobId);

        run(jobId);

        JsonPath job = Case.get(JOBS + jobId);
        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(job.getString("message"), containsString("list of items"));
    }

    @Test
    @Rule("2.retry.exists")
    void aRetryWhoseFirstRunWasRemoved_failsItsValidation() {
        long first = pair.submitted();
        now(cancellation.request(first, "anonymous"));
        long retry = pair.submitted(body -> body.putObject("retryOptions").put("jobToRetry", first));
        sql("delete from sync_job where job_id = " + first);

        run(retry);

        JsonPath job = Case.get(JOBS + retry);
        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(job.getString("message"), containsString("job history " + first));
    }

    @Test
    @Rule("6.button.stop")
    @Rule("6.button.run")
    void stop_isOfferedUntilACancelWasAskedForOrTheJobHasEnded() {
        long jobId = pair.submitted();
        assertButtons(jobId, false, true);

        ClaimedJob claimed = claim(jobId);
        assertButtons(jobId, false, true);

        now(cancellation.request(jobId, "anonymous"));
        assertButtons(jobId, false, false);

        now(pipeline.fail(asRun(claimed), "Given up."));
        assertButtons(jobId, true, false);
    }

    private void assertButtons(long jobId, boolean run, boolean stop) {
        JsonPath job = Case.get(JOBS + jobId);
        assertEquals(run, job.getBoolean("actions.run"));
        assertEquals(stop, job.getBoolean("actions.stop"));
    }

    private void run(long jobId) {
        assertEquals(RunResult.ENDED, now(pipeline.run(asRun(claim(jobId)))));
    }

    private Run asRun(ClaimedJob claimed) {
        return new Run(claimed.job(), now(jobs.configuration(claimed.job())), new RunControl());
    }

    private ClaimedJob claim(long jobId) {
        ClaimedJob claimed;
        do {
            claimed = now(claims.claim(agent, 0)).orElseThrow();
        } while (claimed.job().jobId() != jobId);
        return claimed;
    }

    private List<String> moves(long jobId) {
        return now(transactions.query(
                        "select data::json ->> 'to' as job, data::json ->> 'historyStatus' as history from job_event"
                                + " where job_id = $1 and type = 'sync.job.status-changed.v1' order by sequence",
                        Tuple.of(jobId)))
                .stream()
                .map(row -> row.getString("job") + "/" + row.getString("history"))
                .toList();
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }
}
