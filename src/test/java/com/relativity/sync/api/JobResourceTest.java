package com.relativity.sync.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.ClaimedJob;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobEnding;
import com.relativity.sync.support.ApiOnly;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.Submissions;

import static com.relativity.sync.support.Submissions.now;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class JobResourceTest {

    private static final String JOBS = "/api/sync/v1/jobs";

    @Inject
    Submissions submissions;

    @Inject
    AgentRegistry agents;

    @Inject
    JobClaims claims;

    @Inject
    JobEnding ending;

    @Inject
    ObjectMapper json;

    private Submissions.Pair pair;

    @BeforeEach
    void twoWorkspaces() {
        pair = submissions.pair();
    }

    private static ValidatableResponse job(long jobId) {
        return given().get(JOBS + "/" + jobId).then();
    }

    private ValidatableResponse list(String query) {
        return given().urlEncodingEnabled(false)
                .get(JOBS + "?workspaceId=" + pair.source().workspaceId() + query)
                .then()
                .statusCode(200);
    }

    /** Gives the job to an agent; jobs that other tests left waiting go with it. */
    private ClaimedJob claimed(long jobId) {
        var agent = now(agents.register("agent-" + jobId, 1, Duration.ofMinutes(5)));
        ClaimedJob claim;
        do {
            claim = now(claims.claim(agent, 0)).orElseThrow();
        } while (claim.job().jobId() != jobId);
        return claim;
    }

    @Test
    void aSubmittedJob_isAcceptedAndShownAsInTheContract() {
        var body = pair.body().put("jobName", "Weekly push").put("priority", 2);
        body.putObject("labels").put("matter", "M-17");

        Response accepted = pair.submit(body);

        long jobId = accepted.jsonPath().getLong("jobId");
        accepted.then().statusCode(202).header("Location", endsWith("/api/sync/v1/jobs/" + jobId));
        job(jobId)
                .statusCode(200)
                .body("workspaceId", is((int) pair.source().workspaceId()))
                .body("destinationWorkspaceId", is((int) pair.destination().workspaceId()))
                .body("flow", is("document"))
                .body("jobName", is("Weekly push"))
                .body("correlationId", is(body.get("correlationId").asText()))
                .body("syncConfigurationId", is((int) jobId))
                .body("jobHistoryId", is((int) jobId))
                .body("status", is("Pending"))
                .body("historyStatus", is("New"))
                .body("cancelRequested", is(false))
                .body("retryOf", nullValue())
                .body("priority", is(2))
                .body("labels", is(Map.of("matter", "M-17")))
                .body("attempt", is(0))
                .body("agent", nullValue())
                .body("progress.total", nullValue())
                .body("progress.transferred", is(0))
                .body("progress.percent", is(0))
                .body("actions", is(Map.of("run", false, "stop", true, "retryErrors", false)))
                .body("submittedBy", is("anonymous"))
                .body("endedAt", nullValue())
                .body("message", nullValue());
        assertTrue(
                accepted.jsonPath().getString("submittedAt").endsWith("Z"),
                () -> accepted.jsonPath().getString("submittedAt"));
    }

    @Test
    void parameters_areAsSubmittedWithDefaultsFilledInAndNoDigitLost() throws Exception {
        var body = pair.body();
        body.set(
                "rdos",
                json.readTree(
                        "{\"n\":1.23456789012345678901234567890,\"big\":123456789012345678901234567890,\"u\":\"Grüße 😀\"}"));

        long jobId = pair.submit(body).jsonPath().getLong("jobId");
        var stored = (ObjectNode) json.readTree(given().get(JOBS + "/" + jobId + "/parameters")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString());

        assertEquals(body.get("rdos"), stored.get("rdos"));
        assertEquals(json.readTree(body.get("fieldsMapping").toString()), stored.get("fieldsMapping"));
        assertEquals("Sync job", stored.get("jobName").asText());
        assertEquals(3, stored.get("priority").asInt());
        assertEquals("AppendOnly", stored.at("/overwriteOptions/overwriteMode").asText());
        assertEquals(
                "UseFieldSettings",
                stored.at("/overwriteOptions/fieldsOverlayBehavior").asText());
        assertEquals("None", stored.at("/folderStructure/behavior").asText());
        assertEquals(
                "DoNotImportNativeFiles",
                stored.at("/documentOptions/copyNativesMode").asText());
    }

    @Test
    void theSameSubmissionAgain_answersWithTheFirstJob_alsoWithDefaultsSpelledOut() {
        var body = pair.body();
        long first =
                pair.submit(body).then().statusCode(202).extract().jsonPath().getLong("jobId");
        body.put("priority", 3).put("jobName", "Sync job").putNull("labels");

        pair.submit(body)
                .then()
                .statusCode(200)
                .body("jobId", is((int) first))
                .header("Location", endsWith("/jobs/" + first));
        list("").body("items.jobId", contains((int) first));
    }

    @Test
    void theSameCorrelationIdWithOtherParameters_isAConflict_andChangesNothing() {
        var body = pair.body();
        long first = pair.submit(body).jsonPath().getLong("jobId");

        pair.submit(body.put("priority", 1))
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", is("urn:sync:problem:correlation-conflict"));
        list("").body("items.jobId", contains((int) first)).body("items[0].priority", is(3));
    }

    @Test
    void theSameCorrelationIdOfAnotherWorkspace_isAnotherJob() {
        var other = submissions.pair();
        String correlationId = UUID.randomUUID().toString();

        long first = pair.submitted(body -> body.put("correlationId", correlationId));
        long second = other.submitted(body -> body.put("correlationId", correlationId));

        assertTrue(first != second);
    }

    @Test
    void simultaneousCallsOfOneSubmission_makeOneJob() {
        var body = pair.body();

        var answers =
                IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> pair.submit(body)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertEquals(1, answers.stream().filter(a -> a.statusCode() == 202).count());
        assertEquals(7, answers.stream().filter(a -> a.statusCode() == 200).count());
        assertEquals(
                1,
                answers.stream()
                        .map(a -> a.jsonPath().getLong("jobId"))
                        .distinct()
                        .count());
    }

    @Test
    @Rule("2.all-at-once")
    void aBodyWithManyFaults_namesThemAllAndStoresNothing() {
        var body = pair.body().put("priority", 9).put("jobName", "a/b").put("destinationWorkspaceId", 4711000);
        body.with("documentOptions").put("savedSearchId", 4711001);

        pair.submit(body)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", is("urn:sync:problem:rule-violation"))
                .body(
                        "violations.field",
                        containsInAnyOrder(
                                "priority", "jobName", "destinationWorkspaceId", "documentOptions.savedSearchId"));
        list("").body("items", empty());
    }

    @Test
    void aNulInAText_isARuleViolation() {
        var body = pair.body();
        body.putObject("rdos").put("a", "x\u0000y");

        pair.submit(body).then().statusCode(422).body("violations.field", contains("rdos.a"));
    }

    @Test
    void aList_isNewestFirst_andPagesThroughEachJobOnce() {
        var ids = new ArrayList<Integer>();
        IntStream.range(0, 5).forEach(i -> ids.add(0, (int) pair.submitted()));

        var seen = new ArrayList<Integer>();
        String cursor = "";
        do {
            var page = list("&limit=2&cursor=" + cursor).extract().jsonPath();
            seen.addAll(page.getList("items.jobId", Integer.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertEquals(ids, seen);
        list("&limit=5").body("nextCursor", nullValue());
    }

    @Test
    void filters_addUp() {
        Instant start = Instant.now().minusSeconds(3600);
        long plain = pair.submitted();
        long labelled =
                pair.submitted(body -> body.putObject("labels").put("a", "1").put("b", "x:y"));
        long cancelled = pair.submitted(body -> body.putObject("labels").put("a", "2"));
        given().post(JOBS + "/" + cancelled + "/cancel").then().statusCode(202);
        String correlationId = job(plain).extract().jsonPath().getString("correlationId");

        list("&label=a:1").body("items.jobId", contains((int) labelled));
        list("&label=a:1&label=b:x:y").body("items.jobId", contains((int) labelled));
        list("&label=a:1&label=b:no").body("items", empty());
        list("&label=a:1&label=a:2").body("items", empty());
        list("&label=a:2&status=Pending").body("items", empty());
        list("&status=Cancelled").body("items.jobId", contains((int) cancelled));
        list("&status=Cancelled&status=Pending")
                .body("items.jobId", contains((int) cancelled, (int) labelled, (int) plain));
        list("&active=true").body("items.jobId", contains((int) labelled, (int) plain));
        list("&flow=document&correlationId=" + correlationId).body("items.jobId", contains((int) plain));
        list("&flow=image").body("items", empty());
        list("&submittedBy=anonymous").body("items.size()", is(3));
        list("&submittedBy=nobody").body("items", empty());
        list("&destinationWorkspaceId=" + pair.destination().workspaceId()).body("items.size()", is(3));
        list("&destinationWorkspaceId=1").body("items", empty());
        list("&submittedAfter=" + start + "&submittedBefore=9999-12-31T23:59:59Z")
                .body("items.size()", is(3));
        list("&submittedBefore=0001-01-01T00:00:00+02:00").body("items", empty());
    }

    @Test
    void aLabelWithColonsInKeyAndValue_isFound() {
        long jobId = pair.submitted(body -> body.putObject("labels").put("k:1", "v:2"));

        list("&label=k:1:v:2").body("items.jobId", contains((int) jobId));
        list("&label=k:1:v:3").body("items", empty());
    }

    @Test
    void aWaitingJob_isCancelledAtOnce_andAgainAnswersTheSame() {
        long jobId = pair.submitted();

        for (int i = 0; i < 2; i++) {
            given().post(JOBS + "/" + jobId + "/cancel")
                    .then()
                    .statusCode(202)
                    .body("status", is("Cancelled"))
                    .body("historyStatus", is("Stopped"))
                    .body("cancelRequested", is(true))
                    .body("actions.stop", is(false));
        }
    }

    @Test
    void aRunningJob_isAskedToStop() {
        long jobId = pair.submitted();
        claimed(jobId);

        given().post(JOBS + "/" + jobId + "/cancel")
                .then()
                .statusCode(202)
                .body("status", is("Processing"))
                .body("historyStatus", is("Stopping"))
                .body("actions.stop", is(false));
    }

    @Test
    void aJobThatEnded_canNotBeCancelled() {
        long jobId = pair.submitted();
        now(ending.end(claimed(jobId).run(), HistoryStatus.Failed, "The share is away"));

        given().post(JOBS + "/" + jobId + "/cancel")
                .then()
                .statusCode(409)
                .body("type", is("urn:sync:problem:move-not-allowed"));
    }

    @Test
    void aWait_answersWhenTheStatusDiffers() {
        long jobId = pair.submitted();
        long start = System.nanoTime();
        var waiting = CompletableFuture.supplyAsync(() -> given().get(JOBS + "/" + jobId + "?wait=PT30S&since=Pending")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath());

        given().post(JOBS + "/" + jobId + "/cancel").then().statusCode(202);

        assertEquals("Cancelled", waiting.join().getString("status"));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    }

    @Test
    void aWaitFromAStatusThatIsLongPast_answersAtOnce() {
        long jobId = pair.submitted();

        given().get(JOBS + "/" + jobId + "?wait=PT60S&since=Processing")
                .then()
                .statusCode(200)
                .body("status", is("Pending"));
    }

    @Test
    void aWaitThatIsOver_answersWithTheJobAsItIs() {
        long jobId = pair.submitted();
        long start = System.nanoTime();

        given().get(JOBS + "/" + jobId + "?wait=PT1S&since=Pending")
                .then()
                .statusCode(200)
                .body("status", is("Pending"));

        assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
    }

    @Test
    @Rule("6.history")
    @Rule("6.error")
    @Rule("6.error.new")
    void jobHistory_showsTheRunAndItsErrors() {
        long jobId = pair.submitted();
        now(ending.end(claimed(jobId).run(), HistoryStatus.Failed, "The share is away"));

        given().get("/api/sync/v1/workspaces/" + pair.source().workspaceId() + "/job-history")
                .then()
                .statusCode(200)
                .body("items.jobHistoryId", contains((int) jobId))
                .body("nextCursor", nullValue());
        given().get("/api/sync/v1/job-history/" + jobId)
                .then()
                .statusCode(200)
                .body("status", is("Failed"))
                .body("flow", is("document"))
                .body("overwriteMode", is("AppendOnly"))
                .body("total", nullValue())
                .body("read", is(0));
        given().get("/api/sync/v1/job-history/" + jobId + "/errors")
                .then()
                .statusCode(200)
                .body("items.message", contains("The share is away"))
                .body("items.type", contains("job"))
                .body("items[0].identifier", nullValue())
                .body("items[0].status", is("New"));
        given().get("/api/sync/v1/job-history/" + jobId + "/errors?type=item")
                .then()
                .statusCode(200)
                .body("items", empty());
        given().get("/api/sync/v1/job-history/" + jobId + "/errors?type=other")
                .then()
                .statusCode(400);
        given().get("/api/sync/v1/job-history/" + jobId + "/errors?limit=501")
                .then()
                .statusCode(400);
    }

    @Test
    @Rule("8.counted")
    void theWorkload_countsTheList() {
        var before = given().get("/api/sync/v1/workload")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        pair.submitted();

        given().get("/api/sync/v1/workload")
                .then()
                .statusCode(200)
                .body("pendingJobs", equalTo(before.getInt("pendingJobs") + 1))
                .body("processingJobs", equalTo(before.getInt("processingJobs")));
        assertTrue(List.of("None", "One", "S", "M", "L", "XL", "XXL").contains(before.getString("size")));
    }
}
