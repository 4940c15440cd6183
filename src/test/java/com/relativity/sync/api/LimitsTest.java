package com.relativity.sync.api;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Submissions;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a client can do at most, and what it is told of it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(AdmissionTest.FewPlaces.class)
class LimitsTest {

    private static final int URI_BYTES = 1024;
    private static final int DEPTH = 20;
    private static final int TEXT = 2000;
    private static final int NAME = 100;
    private static final int DIGITS = 50;
    private static final int TOKENS = 3000;

    static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("sync.limits.uri", String.valueOf(URI_BYTES)),
            Map.entry("sync.limits.headers", "4K"),
            Map.entry("sync.limits.body", "64K"),
            Map.entry("sync.limits.body-time", "PT1S"),
            Map.entry("sync.limits.answer-time", "PT2S"),
            Map.entry("sync.limits.json.depth", String.valueOf(DEPTH)),
            Map.entry("sync.limits.json.text", String.valueOf(TEXT)),
            Map.entry("sync.limits.json.name", String.valueOf(NAME)),
            Map.entry("sync.limits.json.digits", String.valueOf(DIGITS)),
            Map.entry("sync.limits.json.tokens", String.valueOf(TOKENS)),
            Map.entry("sync.limits.strict-transport-security", "max-age=31536000"),
            Map.entry("quarkus.http.proxy.proxy-address-forwarding", "true"));

    @TestHTTPResource("/")
    URI service;

    @Inject
    Submissions submissions;

    @ParameterizedTest
    @CsvSource({
        "/api/sync/v1/jobs, 200",
        "/api/sync/v1/jobs?limit=0, 400",
        "/api/sync/v1/jobs/999999999, 404",
        "/api/sync/v1/nothing, 404",
        "/q/health/live, 200",
        "/q/openapi, 200",
        "/q/swagger-ui/, 200"
    })
    void everyAnswerTellsBrowsersToKeepOutOfIt(String path, int status) {
        given().get(path)
                .then()
                .statusCode(status)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Strict-Transport-Security", "max-age=31536000");
    }

    @Test
    void anAnswerOfTheApi_isNotStored_alsoWhereItIsRefusedBeforeItIsRead() {
        given().get("/api/sync/v1/jobs").then().header("Cache-Control", "no-store");
        given().body("x".repeat(65 * 1024))
                .post("/api/sync/v1/dead-letters/redrive")
                .then()
                .statusCode(413)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .body("type", equalTo("urn:sync:problem:body-too-large"));
    }

    @Test
    void aPageOfAnotherOrigin_getsNoLeave() {
        given().header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/api/sync/v1/jobs")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Access-Control-Allow-Methods", nullValue());
        given().header("Origin", "https://elsewhere.example")
                .get("/api/sync/v1/jobs")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/sync/v1/jobs/17        | GET, HEAD",
                "PUT    | /api/sync/v1/jobs           | GET, HEAD",
                "GET    | /api/sync/v1/jobs/17/cancel | POST",
                "DELETE | /api/workspaces/v1/17/fields | GET, HEAD, POST"
            })
    void aMethodThatAPathDoesNotTake_isToldWhichItTakes(String method, String path, String allowed) {
        given().request(method, path)
                .then()
                .statusCode(405)
                .header("Allow", allowed)
                .body("type", equalTo("urn:sync:problem:method-not-allowed"));
    }

    @Test
    void aPathIsReadUpToItsLimit_andRefusedAbove() {
        String path = "/api/sync/v1/jobs?jobName=";
        get(path + "x".repeat(URI_BYTES - path.length())).statusCode(200);
        refused(get(path + "x".repeat(URI_BYTES - path.length() + 1)), 414, "uri-too-long", "sync.limits.uri");
    }

    @Test
    void headersAreReadUpToTheirLimit_andRefusedAbove() {
        given().header("X-Long", "x".repeat(3000))
                .get("/api/sync/v1/jobs")
                .then()
                .statusCode(200);
        refused(
                given().header("X-Long", "x".repeat(4200))
                        .get("/api/sync/v1/jobs")
                        .then(),
                431,
                "headers-too-large",
                "sync.limits.headers");
    }

    @Test
    void jsonIsReadUpToItsLimits_andWhatIsBeyondNamesTheSetting() {
        assertPair(nested(DEPTH), nested(DEPTH + 1), "sync.limits.json.depth");
        assertPair(
                "{\"jobName\":\"" + "x".repeat(TEXT) + "\"}",
                "{\"jobName\":\"" + "x".repeat(TEXT * 9) + "\"}",
                "sync.limits.json.text");
        assertPair("{\"" + "n".repeat(NAME) + "\":1}", "{\"" + "n".repeat(NAME + 1) + "\":1}", "sync.limits.json.name");
        assertPair(
                "{\"priority\":" + "1".repeat(DIGITS) + "}",
                "{\"priority\":" + "1".repeat(DIGITS + 1) + "}",
                "sync.limits.json.digits");
        assertPair(
                "{\"rdos\":{\"a\":[" + "1,".repeat(TOKENS / 2) + "1]}}",
                "{\"rdos\":{\"a\":[" + "1,".repeat(TOKENS) + "1]}}",
                "sync.limits.json.tokens");
    }

    private void assertPair(String within, String beyond, String setting) {
        var read = submit(within);
        assertThat(read.extract().asString(), org.hamcrest.Matchers.not(containsString("sync.limits")));
        submit(beyond)
                .statusCode(400)
                .body("type", equalTo("urn:sync:problem:bad-request"))
                .body("detail", containsString(setting));
    }

    private static String nested(int depth) {
        return "{\"rdos\":{\"a\":" + "[".repeat(depth - 2) + "]".repeat(depth - 2) + "}}";
    }

    private static ValidatableResponse submit(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/sync/v1/workspaces/1/jobs/document")
                .then();
    }

    @Test
    void aBodyThatTrickles_isGivenUp_andItsConnectionClosed() throws IOException {
        try (var slow = new Socket(service.getHost(), service.getPort())) {
            slow.setSoTimeout(10_000);
            slow.getOutputStream()
                    .write(("POST /api/sync/v1/workspaces/1/jobs/document HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();

            String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer, startsWith("HTTP/1.1 408"));
            assertThat(
                    answer,
                    allOf(
                            containsString("urn:sync:problem:request-too-slow"),
                            containsString("sync.limits.body-time")));
        }
    }

    @Test
    void anAnswerThatDoesNotBegin_isGivenUp_andTheServiceGoesOn() {
        long jobId = submissions.pair().submitted();

        given().get("/api/sync/v1/jobs/" + jobId + "?wait=PT10S&since=Pending")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:sync:problem:timed-out"))
                .body("detail", containsString("sync.limits.answer-time"));

        get("/api/sync/v1/jobs/" + jobId).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "2001:db8::7"})
    void whereAProxyIsLetIn_theAuditTrailHasTheAddressThatItTells(String address) {
        given().header("X-Forwarded-For", address)
                .post("/api/sync/v1/jobs/999999998/cancel")
                .then()
                .statusCode(404);

        String from = get("/api/sync/v1/audit?jobId=999999998").extract().path("items[0].from");
        assertEquals(address, from.replace("0:0:0:0:0", "").replace("[", "").replace("]", ""));
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false).get(path).then();
    }

    private static void refused(ValidatableResponse answer, int status, String slug, String setting) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:sync:problem:" + slug))
                .body("detail", containsString(setting));
    }
}
