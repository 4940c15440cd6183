package com.relativity.sync.api;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.ApiOnly;
import com.relativity.sync.support.Submissions;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class ProblemMapperTest {

    private static final int LIMIT = 10 * 1024 * 1024;

    @Inject
    Submissions submissions;

    @Inject
    ObjectMapper json;

    @TestHTTPResource
    URI root;

    private Submissions.Pair pair;

    @BeforeEach
    void twoWorkspaces() {
        pair = submissions.pair();
    }

    private ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .body(body)
                .post(pair.path())
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String slug) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:sync:problem:" + slug))
                .body("status", is(status))
                .body("title", notNullValue())
                .body("detail", not(containsString("com.relativity")))
                .body("detail", not(containsString("java.")))
                .body("instance", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/sync/v1/nothing",
                "/nothing",
                "/api",
                "/api/sync/v1/jobs/abc",
                "/api/sync/v1/jobs/99999999999999999999",
                "/api/sync/v1/jobs/1.5"
            })
    void aPathThatIsNoResource_isNotFound(String path) {
        problem(given().get(path).then(), 404, "not-found").body("instance", equalTo(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9007199254740993", "4711000"})
    void aJobThatDoesNotExist_isNotFoundInEveryCall(String id) {
        for (String rest : new String[] {"", "/parameters", "/events", "?wait=PT1S&since=Pending"}) {
            problem(given().get("/api/sync/v1/jobs/" + id + rest).then(), 404, "job-not-found");
        }
        problem(given().post("/api/sync/v1/jobs/" + id + "/cancel").then(), 404, "job-not-found");
        problem(given().get("/api/sync/v1/job-history/" + id).then(), 404, "job-history-not-found");
        problem(given().get("/api/sync/v1/job-history/" + id + "/errors").then(), 404, "job-history-not-found");
        problem(given().get("/api/sync/v1/workspaces/" + id + "/job-history").then(), 404, "workspace-not-found");
        problem(
                given().contentType("application/json")
                        .body(pair.body().toString())
                        .post("/api/sync/v1/workspaces/" + id + "/jobs/document")
                        .then(),
                404,
                "workspace-not-found");
    }

    @Test
    void aMethodThatAResourceDoesNotTake_isNotAllowed() {
        problem(given().delete("/api/sync/v1/jobs").then(), 405, "method-not-allowed");
    }

    @Test
    void aMediaTypeThatIsNotTaken_isUnsupported() {
        problem(given().contentType("text/plain").body("x").post(pair.path()).then(), 415, "unsupported-media-type");
    }

    @Test
    void anAnswerThatTheClientDoesNotAccept_isSaidAsAProblemAllTheSame() {
        problem(given().accept("image/png").get("/api/sync/v1/jobs").then(), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{\"correlationId\":}",
                "not json",
                "{} {}",
                "{\"correlationId\":\"a\",\"correlationId\":\"b\"}",
                "{\"rdos\":{\"a\":1,\"a\":2}}",
                "[]",
                "\"text\"",
                "17",
                "{\"priority\":NaN}",
                "{'correlationId':'a'}",
                "{\"correlationId\":\"a\u0001b\"}"
            })
    void aBodyThatIsNotTheJsonAskedFor_isABadRequest(String body) {
        problem(post(body), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null"})
    void aBodyThatIsMissing_isABadRequest(String body) {
        problem(post(body), 400, "bad-request").body("detail", containsString("body"));
    }

    @Test
    void aBodyThatIsNotUtf8_isABadRequest() {
        byte[] bytes = "{\"correlationId\":\"Grüße\"}".getBytes(StandardCharsets.ISO_8859_1);

        problem(
                given().contentType("application/json")
                        .body(bytes)
                        .post(pair.path())
                        .then(),
                400,
                "bad-request");
    }

    @Test
    void aBodyNestedBeyondReason_isABadRequest() {
        problem(post("{\"rdos\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5001)), 400, "bad-request");
    }

    @Test
    void aNumberOfMillionsOfDigits_isABadRequest() {
        problem(post("{\"priority\":" + "9".repeat(1_000_000) + "}"), 400, "bad-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"overwriteOptions\":{\"overwriteMode\":\"Append\"}} | overwriteOptions.overwriteMode",
                "{\"overwriteOptions\":{\"overwriteMode\":\"appendonly\"}} | overwriteOptions.overwriteMode",
                "{\"overwriteOptions\":{\"overwriteMode\":0}} | overwriteOptions.overwriteMode",
                "{\"overwriteOptions\":{\"overwriteMode\":\"\"}} | overwriteOptions.overwriteMode",
                "{\"fieldsMapping\":[{\"fieldMapType\":\"Key\"}]} | fieldsMapping[0].fieldMapType",
                "{\"priority\":\"3\"} | priority",
                "{\"priority\":3.5} | priority",
                "{\"priority\":true} | priority",
                "{\"correlationId\":17} | correlationId",
                "{\"correlationId\":true} | correlationId",
                "{\"correlationId\":{}} | correlationId",
                "{\"destinationWorkspaceId\":\"1002\"} | destinationWorkspaceId",
                "{\"destinationWorkspaceId\":99999999999999999999} | destinationWorkspaceId",
                "{\"labels\":[]} | labels",
                "{\"labels\":{\"a\":1}} | labels.a",
                "{\"fieldsMapping\":{}} | fieldsMapping",
                "{\"documentOptions\":[]} | documentOptions",
                "{\"documentOptions\":\"\"} | documentOptions",
                "{\"documentOptions\":{\"enableTagging\":\"true\"}} | documentOptions.enableTagging",
                "{\"documentOptions\":{\"enableTagging\":1}} | documentOptions.enableTagging",
                "{\"emailNotifications\":{\"emails\":\"a@b.example\"}} | emailNotifications.emails",
                "{\"unknown\":1} | unknown",
                "{\"flow\":\"document\"} | flow",
                "{\"documentOptions\":{\"unknown\":1}} | documentOptions.unknown"
            })
    void aValueOfTheWrongKind_isABadRequestThatNamesIt(String body, String field) {
        problem(post(body), 400, "bad-request")
                .body("violations.field", hasItems(field))
                .body("detail", containsString(field));
    }

    @Test
    void aBodyOfTheLimit_isRead_andOneByteMoreIsTooLarge() {
        String padded = pair.body().put("jobName", "x").toString();
        String fits = padded + " ".repeat(LIMIT - padded.length());

        given().contentType("application/json")
                .body(fits)
                .post(pair.path())
                .then()
                .statusCode(202);
        problem(post(fits + " "), 413, "body-too-large");
    }

    @Test
    void aBodyOfUnknownLengthAboveTheLimit_isTooLarge() throws Exception {
        byte[] bytes = (" ".repeat(LIMIT) + pair.body()).getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(root.resolve(pair.path()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertEquals(413, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(
                "urn:sync:problem:body-too-large",
                json.readTree(answer.body()).path("type").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/%ff, 404",
        "/api/sync/v1/jobs/%ff, 404",
        "/api/sync/v1/jobs/..%2f..%2fetc, 404",
        "/%00, 404",
        "/api/sync/v1/jobs;a=b/x, 404"
    })
    void aStrangePath_isSaidAsAProblem(String path, int status) throws Exception {
        try (var socket = new java.net.Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
            assertTrue(answer.contains("application/problem+json"), answer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=501, limit",
        "limit=abc, limit",
        "limit=-1, limit",
        "limit=99999999999, limit",
        "status=Running, status",
        "status=pending, status",
        "flow=Document, flow",
        "active=yes, active",
        "workspaceId=abc, workspaceId",
        "workspaceId=0, workspaceId",
        "destinationWorkspaceId=-5, destinationWorkspaceId",
        "label=a, label",
        "label=:b, label",
        "label=a:, label",
        "submittedAfter=yesterday, submittedAfter",
        "submittedAfter=2024-02-30T00:00:00Z, submittedAfter",
        "submittedBefore=2024-01-01, submittedBefore",
        "submittedBefore=99999-01-01T00:00:00Z, submittedBefore",
        "correlationId=a%00b, correlationId",
        "submittedBy=%00, submittedBy",
        "cursor=abc, cursor",
        "cursor=%00, cursor"
    })
    void aListFilterThatCannotBeRead_isABadRequestThatNamesIt(String query, String field) {
        problem(
                        given().urlEncodingEnabled(false)
                                .get("/api/sync/v1/jobs?" + query)
                                .then(),
                        400,
                        "bad-request")
                .body("violations.field", hasItems(field));
    }

    @Test
    void aParameterWithoutAValue_isAsIfAbsent() {
        given().get("/api/sync/v1/jobs?limit=&cursor=&status=&flow=").then().statusCode(200);
    }

    @Test
    void allFaultsOfAQuery_areNamedAtOnce() {
        problem(
                        given().get("/api/sync/v1/jobs?limit=0&status=x&flow=y&submittedAfter=z")
                                .then(),
                        400,
                        "bad-request")
                .body("violations.field", hasItems("limit", "status", "flow", "submittedAfter"));
    }

    @ParameterizedTest
    @CsvSource({"wait=20, wait", "wait=PT60.001S, wait", "wait=-PT1S, wait", "since=Running, since"})
    void aWaitThatCannotBeRead_isABadRequestThatNamesIt(String query, String field) {
        long jobId = pair.submitted();

        problem(given().get("/api/sync/v1/jobs/" + jobId + "?" + query).then(), 400, "bad-request")
                .body("violations.field", hasItems(field));
    }

    @Test
    void healthAndOpenApi_areStillThere() {
        given().get("/q/health/live").then().statusCode(200);
        given().accept("application/json").get("/q/openapi").then().statusCode(200);
        given().get("/q/swagger-ui/").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200);
    }
}
