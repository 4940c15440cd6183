package com.relativity.sync.access;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Submissions;
import com.relativity.sync.support.Tokens;

import static com.relativity.sync.support.Tokens.claims;
import static com.relativity.sync.support.Tokens.signingKey;
import static com.relativity.sync.support.Tokens.token;
import static com.relativity.sync.support.Waiting.now;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two matters with jobs, and callers who may see one of them, both or none. */
@QuarkusTest
@TestProfile(Tokens.Checked.class)
@QuarkusTestResource(EmbeddedServices.class)
class TwoCallersTest {

    private static final String JOBS = "/api/sync/v1/jobs";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long NOWHERE = 999_999_999L;

    @Inject
    Submissions submissions;

    @Inject
    JobList jobs;

    @Inject
    Transactions transactions;

    @TestHTTPResource("/")
    URI root;

    private final HttpClient client = HttpClient.newHttpClient();
    private Submissions.Pair mine;
    private Submissions.Pair theirs;
    private long older;
    private long job;
    private long theirJob;

    @BeforeEach
    void makeTwoMatters() {
        RestAssured.authentication = RestAssured.oauth2(token("ada", "sync-admin"));
        mine = submissions.pair();
        theirs = submissions.pair();
        older = mine.submitted();
        theirJob = theirs.submitted();
        job = mine.submitted();
    }

    @AfterEach
    void forgetTheToken() {
        RestAssured.authentication = RestAssured.DEFAULT_AUTH;
    }

    private String reader() {
        return token("rita", "sync-reader", mine.source().workspaceId());
    }

    private String submitter() {
        return token(
                "sue",
                "sync-submitter",
                Long.toString(mine.source().workspaceId()),
                mine.destination().workspaceId());
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private static JsonPath get(String token, String path) {
        return as(token).get(path).then().statusCode(200).extract().jsonPath();
    }

    private static List<Long> ids(JsonPath page) {
        return page.getList("items.jobId", Long.class);
    }

    @Test
    void aListOfJobs_leavesOutThoseOfOtherWorkspaces_onEveryPage() {
        var first = get(reader(), JOBS + "?limit=1");
        var second = get(reader(), JOBS + "?limit=1&cursor=" + first.getString("nextCursor"));

        assertEquals(List.of(job), ids(first));
        assertEquals(List.of(older), ids(second));
        assertEquals(null, second.getString("nextCursor"));
    }

    @Test
    void aListOfJobsOfAnotherWorkspace_isEmpty() {
        for (String filter : List.of(
                "workspaceId=" + theirs.source().workspaceId(),
                "destinationWorkspaceId=" + theirs.destination().workspaceId(),
                "submittedBy=ada&workspaceId=" + theirs.source().workspaceId())) {
            var page = get(reader(), JOBS + "?" + filter);

            assertEquals(List.of(), ids(page), filter);
            assertEquals(null, page.getString("nextCursor"), filter);
        }
        assertEquals(
                List.of(),
                ids(get(claims("nina", Set.of("sync-reader"), List.of()).sign(signingKey()), JOBS)));
    }

    @Test
    void theErrorsOfAnotherWorkspacesRun_areNotThere_inAnyForm() {
        for (String form : List.of("application/json", "text/csv")) {
            as(reader())
                    .accept(form)
                    .get("/api/sync/v1/job-history/" + theirJob + "/errors")
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("urn:sync:problem:job-history-not-found"));
            as(reader())
                    .accept(form)
                    .get("/api/sync/v1/job-history/" + job + "/errors")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void whoMaySeeAllWorkspaces_isShownAll() {
        for (String token : List.of(
                token("olga", "sync-operator"), token("ada", "sync-admin"), token("rita", "sync-reader", "*"))) {
            assertEquals(List.of(job, theirJob), ids(get(token, JOBS + "?limit=2")));
            assertEquals(theirJob, get(token, JOBS + "/" + theirJob).getLong("jobId"));
        }
    }

    @Test
    void theStore_showsTheWorkspacesOfTheToken() {
        var listed = get(reader(), "/api/workspaces/v1").getList("items.workspaceId", Long.class);

        assertEquals(List.of(mine.source().workspaceId()), listed);
    }

    @Test
    void aPrivateSearch_isItsOwnersAndTheAdministrators() {
        long workspaceId = mine.source().workspaceId();
        String searches = "/api/workspaces/v1/" + workspaceId + "/saved-searches";
        long ofRita = given().contentType("application/json")
                .body(Map.of("name", "Hot", "owner", "rita"))
                .post(searches)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("savedSearchId");
        String documents = "/api/workspaces/v1/" + workspaceId + "/documents?savedSearchId=" + ofRita;

        assertTrue(searches(reader(), searches).contains(ofRita));
        assertTrue(searches(token("ada", "sync-admin"), searches).contains(ofRita));
        as(reader()).get(documents).then().statusCode(200);
        for (String other : List.of(submitter(), token("olga", "sync-operator"))) {
            assertFalse(searches(other, searches).contains(ofRita));
            as(other).get(documents).then().statusCode(404);
        }
    }

    private static List<Long> searches(String token, String path) {
        return get(token, path).getList("items.savedSearchId", Long.class);
    }

    @Test
    void aSubmission_needsTheSourceAndTheDestination_whetherTheyExistOrNot() {
        long sourceId = mine.source().workspaceId();
        long destinationId = mine.destination().workspaceId();
        var refused = new ArrayList<ValidatableResponse>();
        for (long other : List.of(theirs.source().workspaceId(), NOWHERE)) {
            refused.add(submit(submitter(), other, destinationId));
            refused.add(submit(submitter(), sourceId, other));
        }
        refused.add(submit(token("sue", "sync-submitter", sourceId), sourceId, destinationId));
        refused.add(submit(token("sue", "sync-submitter"), sourceId, destinationId));

        for (var answer : refused) {
            answer.statusCode(403).body("type", equalTo("urn:sync:problem:forbidden"));
        }
        submit(submitter(), sourceId, destinationId).statusCode(202);
    }

    private ValidatableResponse submit(String token, long sourceId, long destinationId) {
        var body = mine.body().put("destinationWorkspaceId", destinationId);
        return submitted(token, sourceId, body.toString()).then();
    }

    private static Response submitted(String token, long sourceId, String body) {
        return as(token)
                .contentType("application/json")
                .body(body)
                .post("/api/sync/v1/workspaces/" + sourceId + "/jobs/document");
    }

    @Test
    void anOperatorWhoAlsoSubmits_readsEverywhere_andSubmitsInItsWorkspaces() {
        String token = claims(
                        "otto",
                        Set.of("sync-operator", "sync-submitter"),
                        List.of(mine.source().workspaceId(), mine.destination().workspaceId()))
                .sign(signingKey());

        get(token, JOBS + "/" + theirJob);
        submit(token, mine.source().workspaceId(), mine.destination().workspaceId())
                .statusCode(202);
        submit(token, theirs.source().workspaceId(), mine.destination().workspaceId())
                .statusCode(403);
    }

    @Test
    void aRetryOfAnotherWorkspacesRun_isAsOneOfARunThatDoesNotExist() {
        String hidden = retry(theirJob).replace(Long.toString(theirJob), "…");
        String absent = retry(NOWHERE).replace(Long.toString(NOWHERE), "…");

        assertEquals(absent, hidden);
    }

    private String retry(long jobHistoryId) {
        var body = mine.body();
        body.putObject("retryOptions").put("jobToRetry", jobHistoryId);
        return submitted(submitter(), mine.source().workspaceId(), body.toString())
                .then()
                .statusCode(422)
                .extract()
                .asString();
    }

    @Test
    void aJob_keepsWhoSubmittedIt_andWhatTheTokenGave() {
        long jobId = submitted(
                        submitter(), mine.source().workspaceId(), mine.body().toString())
                .then()
                .statusCode(202)
                .body("submittedBy", equalTo("sue"))
                .extract()
                .jsonPath()
                .getLong("jobId");
        String everywhere = claims("sam", Set.of("sync-submitter"), List.of("*"))
                .remove("preferred_username")
                .sign(signingKey());

        long ofSam = submitted(
                        everywhere, mine.source().workspaceId(), mine.body().toString())
                .then()
                .statusCode(202)
                .body("submittedBy", equalTo("id-of-sam"))
                .extract()
                .jsonPath()
                .getLong("jobId");

        assertEquals(
                new Submitter(
                        "sue",
                        false,
                        Set.of(mine.source().workspaceId(), mine.destination().workspaceId())),
                now(jobs.submitter(jobId)));
        assertEquals(new Submitter("id-of-sam", false, null), now(jobs.submitter(ofSam)));
        assertEquals(new Submitter("ada", true, null), now(jobs.submitter(job)));
    }

    @Test
    void aCancel_isOfACallerWhoMaySeeTheJob() {
        as(reader()).post(JOBS + "/" + job + "/cancel").then().statusCode(403);
        as(submitter()).post(JOBS + "/" + theirJob + "/cancel").then().statusCode(404);
        as(submitter()).post(JOBS + "/" + job + "/cancel").then().statusCode(202);
        as(token("olga", "sync-operator"))
                .post(JOBS + "/" + theirJob + "/cancel")
                .then()
                .statusCode(202);

        assertEquals("sue", cancelledBy(job));
        assertEquals("olga", cancelledBy(theirJob));
    }

    private String cancelledBy(long jobId) {
        return now(transactions.query("select cancel_requested_by from sync_job where job_id = $1", Tuple.of(jobId)))
                .iterator()
                .next()
                .getString(0);
    }

    @Test
    void aStreamOfAllJobs_showsOnlyThoseOfTheTokensWorkspaces() throws Exception {
        var stream = open("/api/sync/v1/events", reader(), null);
        long theirNext = theirs.submitted();
        long myNext = mine.submitted();

        String shown = until(stream, "\"subject\":\"" + myNext + "\"");

        assertTrue(shown.contains("\"subject\":\"" + job + "\""), shown);
        for (long other : List.of(theirJob, theirNext)) {
            assertFalse(shown.contains("\"subject\":\"" + other + "\""), shown);
        }
        assertFalse(shown.contains("/sync/workspaces/" + theirs.source().workspaceId()), shown);
    }

    @Test
    void aStreamIsNotResumedAfterAnEventOfAnotherWorkspace() throws Exception {
        String theirEvent = now(transactions.query(
                        "select event_id from job_event where job_id = $1 and stream = 'STATUS'", Tuple.of(theirJob)))
                .iterator()
                .next()
                .getUUID(0)
                .toString();

        String shown = until(open("/api/sync/v1/events", reader(), theirEvent), "\"subject\":\"" + job + "\"");

        assertTrue(shown.contains("\"subject\":\"" + older + "\""), "it did not start anew: " + shown);
    }

    @Test
    void aStreamOfAnotherWorkspace_isOpenAndEmpty() throws Exception {
        var stream =
                open("/api/sync/v1/events?workspaceId=" + theirs.source().workspaceId(), brief("sync-reader"), null);

        String shown = new String(
                stream.get(LIMIT.toSeconds(), TimeUnit.SECONDS).body().readAllBytes(), StandardCharsets.UTF_8);

        assertFalse(shown.contains("data:"), shown);
    }

    /** A token that expires within the test. */
    private String brief(String role) {
        return claims("rita", Set.of(role), List.of(mine.source().workspaceId()))
                .expiresAt(Instant.now().plusSeconds(3))
                .sign(signingKey());
    }

    @Test
    void streamsAndLongPolls_endWithTheirToken() throws Exception {
        String token = brief("sync-reader");
        var all = open("/api/sync/v1/events", token, null);
        var ofJob = open(JOBS + "/" + job + "/events", token, null);
        var poll = open(JOBS + "/" + job + "?wait=PT60S&since=Pending", token, null);

        for (var answer : List.of(all, ofJob, poll)) {
            var response = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertEquals(200, response.statusCode());
            response.body().readAllBytes();
        }

        as(token)
                .get(JOBS + "/" + job)
                .then()
                .statusCode(401)
                .body("detail", containsString("expired"))
                .body("violations", nullValue());
    }

    private java.util.concurrent.CompletableFuture<HttpResponse<java.io.InputStream>> open(
            String path, String token, String lastEventId) {
        var request =
                HttpRequest.newBuilder(root.resolve(path)).timeout(LIMIT).header("Authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** What the stream shows up to the line that has {@code end} in it. */
    private static String until(
            java.util.concurrent.CompletableFuture<HttpResponse<java.io.InputStream>> stream, String end)
            throws Exception {
        var shown = new StringBuilder();
        try (var body = stream.get(LIMIT.toSeconds(), TimeUnit.SECONDS).body();
                var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String line;
            do {
                line = lines.readLine();
                shown.append(line).append('\n');
            } while (line != null && !line.contains(end));
        }
        return shown.toString();
    }
}
