package com.relativity.sync.audit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.ApiOnly;
import com.relativity.sync.support.Submissions;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
@Tag("G16")
class AuditTrailTest {

    private static final int FEW_IN_ALL = 4;

    @Inject
    Submissions submissions;

    @Inject
    Transactions transactions;

    @Inject
    AuditTrail trail;

    @Inject
    MeterRegistry metrics;

    private Submissions.Pair pair;

    @BeforeEach
    void twoWorkspaces() {
        pair = submissions.pair();
    }

    private static JsonPath audit(String query) {
        return given().get("/api/sync/v1/audit?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath ofSource() {
        return audit("workspaceId=" + pair.source().workspaceId());
    }

    @Test
    void aSubmission_itsRepetition_andARefusedOne_areALineEach() {
        var body = pair.body();
        long jobId =
                pair.submit(body).then().statusCode(202).extract().jsonPath().getLong("jobId");
        pair.submit(body).then().statusCode(200);
        pair.submit(body.put("jobName", "Another")).then().statusCode(409);
        pair.submit(pair.body().put("priority", 9)).then().statusCode(422);
        pair.submit("{").then().statusCode(400);

        var lines = ofSource();

        assertEquals(List.of("Refused", "Refused", "Refused", "Repeated", "Accepted"), lines.getList("items.outcome"));
        assertEquals(
                java.util.Arrays.asList("bad-request", "rule-violation", "correlation-conflict", null, null),
                lines.getList("items.problem"));
        assertEquals(java.util.Arrays.asList(null, null, null, (int) jobId, (int) jobId), lines.getList("items.jobId"));
        assertThat(lines.getString("items[4].who"), equalTo("anonymous"));
        assertThat(lines.getString("items[4].action"), equalTo("Submit"));
        assertThat(lines.getString("items[4].from"), equalTo("127.0.0.1"));
        assertThat(lines.getString("items[4].request"), equalTo("POST " + pair.path()));
    }

    @Test
    void whoCancelledAJob_isSeenInOneCall() {
        long jobId = pair.submitted();
        cancel(jobId, 202);
        cancel(jobId, 202);

        var cancels = audit("action=Cancel&jobId=" + jobId);

        assertEquals(List.of("Repeated", "Accepted"), cancels.getList("items.outcome"));
        assertEquals(List.of("anonymous", "anonymous"), cancels.getList("items.who"));
    }

    @Test
    void aCancelThatIsRefused_isALineOfTheJobsWorkspace() {
        long jobId = pair.submitted();
        cancel(jobId, 202);
        now(transactions.query("alter table sync_job disable trigger sync_job_moves", Tuple.tuple()));
        now(transactions.query(
                "update sync_job set status = 'Completed', history_status = 'Completed' where job_id = $1",
                Tuple.of(jobId)));
        now(transactions.query("alter table sync_job enable trigger sync_job_moves", Tuple.tuple()));

        cancel(jobId, 409);

        var newest = ofSource();
        assertThat(newest.getString("items[0].action"), equalTo("Cancel"));
        assertThat(newest.getString("items[0].outcome"), equalTo("Refused"));
        assertThat(newest.getString("items[0].problem"), equalTo("move-not-allowed"));
        assertThat(newest.getLong("items[0].jobId"), equalTo(jobId));
    }

    @Test
    void aWriteToTheStore_isALine_andAReadIsNone() {
        String searches = "/api/workspaces/v1/" + pair.source().workspaceId() + "/saved-searches";
        given().contentType("application/json")
                .body(Map.of("name", "Of the test"))
                .post(searches)
                .then()
                .statusCode(201);
        given().get(searches).then().statusCode(200);

        var lines = ofSource();

        assertEquals(List.of("POST " + searches), lines.getList("items.request"));
        assertEquals(List.of("Write"), lines.getList("items.action"));
    }

    @Test
    void aSubmissionThatIsNotCommitted_leavesNoLine() {
        var failed = failureOf(transactions.inOne(transaction -> transaction
                .preparedQuery(
                        "insert into audit_line (action, outcome, workspace_id) values ('Submit', 'Accepted', $1)")
                .execute(Tuple.of(pair.source().workspaceId()))
                .chain(() -> Uni.createFrom().failure(new IllegalStateException("of the test")))));

        assertThat(failed, instanceOf(IllegalStateException.class));
        assertEquals(List.of(), ofSource().getList("items"));
    }

    @Test
    void thePagesOfTheTrail_haveEveryLineOnce() {
        long jobId = pair.submitted();
        for (int i = 0; i < 4; i++) {
            cancel(jobId, 202);
        }
        var seen = new java.util.ArrayList<Integer>();
        String cursor = "";
        do {
            var page = audit("limit=2&jobId=" + jobId + "&cursor=" + cursor);
            seen.addAll(page.getList("items.auditId"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertEquals(audit("jobId=" + jobId).getList("items.auditId"), seen);
        assertEquals(5, seen.size());
    }

    @Test
    void aLineIsNeitherChangedNorRemovedNorEmptied_byWhoeverAsks() {
        long jobId = pair.submitted();

        for (String statement : List.of(
                "update audit_line set who = 'somebody else' where job_id = " + jobId,
                "delete from audit_line where job_id = " + jobId,
                "truncate audit_line")) {
            var refused = failureOf(transactions.query(statement, Tuple.tuple()));
            assertThat(statement, refused, instanceOf(PgException.class));
            assertEquals("SR001", ((PgException) refused).getSqlState(), statement);
        }

        assertThat(audit("jobId=" + jobId).getString("items[0].who"), equalTo("anonymous"));
    }

    @Test
    void aQueryThatCannotBeRead_isRefusedWithEveryFault() {
        given().get("/api/sync/v1/audit?workspaceId=x&action=Nothing&limit=0")
                .then()
                .statusCode(400)
                .body("violations.field", equalTo(List.of("workspaceId", "action", "limit")));
    }

    @Test
    void anAnswerWithoutALine_isNoRefusal() {
        pair.submitted();
        long before = audit("limit=1").getLong("items[0].auditId");
        given().get("/api/sync/v1/jobs?limit=0").then().statusCode(400);
        given().get("/api/sync/v1/nothing").then().statusCode(404);

        assertThat(audit("limit=1").getLong("items[0].auditId"), equalTo(before));
        assertThat(audit("limit=1&who=nobody").getString("nextCursor"), nullValue());
    }

    @Test
    void refusalsThatComeTooFast_areLinesUntilTheLimit_andThenOneLineThatCountsThem() {
        var clock = new AtomicLong();
        var refusals = new Refusals(trail, fewRefusals(), clock::get);
        String who = "flooding-" + UUID.randomUUID();
        for (int i = 0; i < 10; i++) {
            now(refusals.add(AuditLine.refused(who, AuditLine.Action.Read, null, null, "forbidden"), Origin.NONE));
        }
        now(refusals.add(AuditLine.refused(who, AuditLine.Action.Read, null, null, "unauthorized"), Origin.NONE));
        now(refusals.round());
        assertEquals(List.of(1, 1, 1, 1), audit("who=" + who).getList("items.times"));

        clock.set(Duration.ofMinutes(1).toNanos());
        now(refusals.round());

        assertEquals(List.of(7, 1, 1, 1, 1), audit("who=" + who).getList("items.times"));
        now(refusals.add(AuditLine.refused(who, AuditLine.Action.Read, null, null, "forbidden"), Origin.NONE));
        assertEquals(List.of(1, 7, 1, 1, 1, 1), audit("who=" + who).getList("items.times"));
    }

    @Test
    void refusalsOfMoreSourcesThanTheLimit_areCountedTogether() {
        var refusals = new Refusals(trail, fewRefusals(), () -> 0);
        String slug = "test-" + UUID.randomUUID();
        for (int i = 0; i < FEW_IN_ALL + 5; i++) {
            now(refusals.add(AuditLine.refused("source-" + i, AuditLine.Action.Read, null, null, slug), Origin.NONE));
        }
        now(refusals.finish());

        var lines = audit("limit=500").getList("items.findAll { it.problem == '" + slug + "' }.times");

        assertEquals(FEW_IN_ALL + 1, lines.size());
        assertEquals(5, lines.get(0));
    }

    @Test
    void aTextThatPostgresqlCannotKeep_keepsNoLineOut() {
        String who = "nul-" + UUID.randomUUID();
        now(trail.add(AuditLine.refused(who + "\0", AuditLine.Action.Read, null, null, "x".repeat(10)), Origin.NONE));

        given().queryParam("who", who + "\uFFFD")
                .get("/api/sync/v1/audit")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1));
    }

    @Test
    void aLineThatCannotBeWritten_failsNoRequest_andIsCounted() {
        double before = metrics.counter("sync.audit.lost").count();

        now(trail.add(
                new AuditLine(null, AuditLine.Action.Read, null, null, AuditLine.Outcome.Refused, "x", -1),
                Origin.NONE));
        now(trail.add(new AuditLine(null, AuditLine.Action.Read, null, null, null, "x", 1), Origin.NONE));

        assertEquals(2, metrics.counter("sync.audit.lost").count() - before);
    }

    @Test
    void aHeaderThatNamesAnotherAddress_isNotBelieved() {
        given().header("X-Forwarded-For", "203.0.113.7")
                .post("/api/sync/v1/jobs/999999999/cancel")
                .then()
                .statusCode(404);

        assertThat(audit("jobId=999999999").getString("items[0].from"), equalTo("127.0.0.1"));
    }

    private static AuditSettings fewRefusals() {
        return new SmallRyeConfigBuilder()
                .withMapping(AuditSettings.class)
                .withDefaultValue("sync.audit.refusals-of-one", "3")
                .withDefaultValue("sync.audit.refusals", String.valueOf(FEW_IN_ALL))
                .withConverter(Duration.class, 1, new DurationConverter())
                .build()
                .getConfigMapping(AuditSettings.class);
    }

    private static void cancel(long jobId, int status) {
        given().post("/api/sync/v1/jobs/" + jobId + "/cancel").then().statusCode(status);
    }
}
