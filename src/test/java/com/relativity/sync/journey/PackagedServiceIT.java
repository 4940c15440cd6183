package com.relativity.sync.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Rule;
import com.relativity.sync.telemetry.Collector;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The packaged program as it runs in production: processes with roles of their own on one database and one broker. */
class PackagedServiceIT {

    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    static Path home;

    private static Database database;
    private static Broker broker;

    @BeforeAll
    static void startServers() throws IOException {
        database = Database.fresh();
        broker = Broker.keptIn(home.resolve("kafka"));
    }

    @AfterAll
    static void stopServers() throws IOException {
        broker.close();
        database.close();
    }

    @Test
    void aJobGoesThroughProcessesOfOneRoleEach_andAllOfThemStopCleanly() throws Exception {
        Files.createDirectories(home.resolve("imports"));
        Files.writeString(home.resolve("imports/load.dat"), "Control Number|Note\nP-1|one\nP-2|two\n");
        var api = start("api", Map.of("SYNC_ROLES", "api"));
        var relay = start("relay", Map.of("SYNC_ROLES", "relay"));
        var agent = start("agent", Map.of("SYNC_ROLES", "agent", "SYNC_AGENT_NAME", "agent-of-the-test"));
        for (PackagedService process : List.of(api, relay, agent)) {
            process.awaitReady(START);
        }
        RestAssured.baseURI = "http://localhost";
        RestAssured.port = api.uri("/").getPort();
        var matter = Case.create();
        matter.importIntoSource("load.dat", Map.of("columnDelimiter", "|"));

        var job = matter.run(matter.parameters(Map.of()));

        assertEquals("Completed", job.getString("status"));
        assertEquals("agent-of-the-test", job.getString("agent"));
        assertEquals(2, matter.documents().getInt("total"));
        Awaitility.await()
                .atMost(START)
                .untilAsserted(() -> given().get("/api/sync/v1/workload")
                        .then()
                        .statusCode(200)
                        .body("size", equalTo("None"))
                        .body("agents", equalTo(1))
                        .body("freeSlots", equalTo(4)));
        for (PackagedService process : List.of(agent, relay, api)) {
            process.close();
            assertThat(process.process().exitValue(), anyOf(equalTo(0), equalTo(143)));
        }
    }

    @Test
    @Tag("G11")
    @Rule("6.end.drained")
    @Rule("1.steps.drain-skips-closing")
    void aProcessThatIsStoppedInTheMiddleOfJobsHandsThemBack_andTheNextOneEndsThemExactly() throws Exception {
        int documents = 400;
        var lines = new StringBuilder("Control Number|FILE_PATH\n");
        for (int i = 0; i < documents; i++) {
            lines.append("S-").append(i).append("|natives/").append(i % 50).append(".txt\n");
        }
        Files.createDirectories(home.resolve("imports/natives"));
        for (int i = 0; i < 50; i++) {
            Files.writeString(home.resolve("imports/natives/" + i + ".txt"), "native " + i);
        }
        Files.writeString(home.resolve("imports/stop.dat"), lines);
        var settings = Map.of("SYNC_ENGINE_BATCH_SIZE", "20");
        var first = start("stopped", settings);
        first.awaitReady(START);
        RestAssured.baseURI = "http://localhost";
        RestAssured.port = first.uri("/").getPort();
        var matters = new ArrayList<Case>();
        var jobIds = new ArrayList<Long>();
        for (int i = 0; i < 4; i++) {
            var matter = Case.create();
            matter.importIntoSource("stop.dat", Map.of("columnDelimiter", "|"));
            matters.add(matter);
        }
        for (var matter : matters) {
            jobIds.add(matter.submit(matter.parameters(Map.of()))
                    .extract()
                    .jsonPath()
                    .getLong("jobId"));
        }
        Awaitility.await()
                .atMost(START)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Case.get("/api/sync/v1/jobs/" + jobIds.get(0)).getInt("progress.transferred") > 0);

        first.close();
        var second = start("next", settings);
        second.awaitReady(START);
        RestAssured.port = second.uri("/").getPort();

        int handedBack = 0;
        for (int i = 0; i < 4; i++) {
            var job = Case.ended(jobIds.get(i));
            assertEquals("Completed", job.getString("status"), job.prettyPrint());
            assertEquals(documents, job.getInt("progress.transferred"));
            assertEquals(documents, matters.get(i).documents().getInt("total"));
            handedBack += job.getInt("attempt") > 1 ? 1 : 0;
        }
        assertTrue(handedBack > 0, "no job was running when the process was stopped");
        second.close();
    }

    @Test
    @Tag("G11")
    void atTheSignal_whatWasTakenIsAnswered_andWhoWaitsIsLetGo() throws Exception {
        var service = start("signalled", Map.of());
        service.awaitReady(START);
        RestAssured.baseURI = "http://localhost";
        RestAssured.port = service.uri("/").getPort();
        var matter = Case.create();
        var parameters = new ObjectMapper().writeValueAsBytes(matter.parameters(Map.of()));
        var client = HttpClient.newHttpClient();
        var stream = client.send(
                HttpRequest.newBuilder(service.uri("/api/sync/v1/events")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (var slow = new Socket("localhost", RestAssured.port)) {
            var head =
                    "POST /api/sync/v1/workspaces/" + matter.source + "/jobs/document HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + parameters.length + "\r\n\r\n";
            slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().write(parameters, 0, 10);
            slow.getOutputStream().flush();

            service.process().destroy();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> given().get("/q/health/ready").statusCode() == 503);
            stream.body().readAllBytes();
            slow.getOutputStream().write(parameters, 10, parameters.length - 10);
            slow.getOutputStream().flush();
            var answer = new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.readLine(), containsString("202"));
        }
        service.close();
    }

    @Test
    void doesNotStartOpen_unlessThatIsAskedForByName() throws Exception {
        var service = PackagedService.start(
                database,
                broker,
                PackagedService.freePort(),
                Map.of("SYNC_SECURITY", "oidc"),
                List.of(),
                home.resolve("oidc.log"));

        assertTrue(service.process().waitFor(60, TimeUnit.SECONDS), "it should have ended");

        assertThat(service.process().exitValue(), equalTo(1));
        assertThat(Files.readString(service.log()), containsString("quarkus.oidc.auth-server-url"));
    }

    @Test
    void linesAreJsonThatNamesTheirOwnJob_andNoContent_andAnEndpointAloneMakesTraces() throws Exception {
        Files.createDirectories(home.resolve("imports"));
        var lines = new StringBuilder("Control Number|Note\n");
        for (int i = 0; i < 60; i++) {
            lines.append("L-").append(i).append("|privileged words\n");
        }
        Files.writeString(home.resolve("imports/lines.dat"), lines);
        String traceId = UUID.randomUUID().toString().replace("-", "");
        var jobs = new HashMap<Long, Long>();
        try (var collector = Collector.open();
                var service = start(
                        "json",
                        Map.of(
                                "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true",
                                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
                                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "0.2S",
                                "SYNC_ENGINE_BATCH_SIZE", "2",
                                "SYNC_WATCH_PROGRESS", "PT0S",
                                "SYNC_AGENT_NAME", "agent-of-lines"))) {
            service.awaitReady(START);
            RestAssured.baseURI = "http://localhost";
            RestAssured.port = service.uri("/").getPort();
            for (int i = 0; i < 3; i++) {
                var matter = Case.create();
                matter.importIntoSource("lines.dat", Map.of("columnDelimiter", "|"));
                long jobId = given().contentType("application/json")
                        .header("traceparent", "00-" + traceId + "-b7ad6b7169203331-01")
                        .body(matter.parameters(
                                Map.of("emailNotifications", Map.of("emails", List.of("told@people.example")))))
                        .post("/api/sync/v1/workspaces/" + matter.source + "/jobs/document")
                        .then()
                        .statusCode(202)
                        .extract()
                        .jsonPath()
                        .getLong("jobId");
                jobs.put(jobId, matter.source);
            }
            for (long jobId : jobs.keySet()) {
                assertEquals("Completed", Case.ended(jobId).getString("status"));
            }
            byte[] id = HexFormat.of().parseHex(traceId);
            Awaitility.await()
                    .atMost(START)
                    .until(() -> collector.has(id, "run of document job") && collector.has(id, "batch"));
        }

        assertLinesTellTheirJob(home.resolve("json.log"), jobs, traceId);
    }

    private static void assertLinesTellTheirJob(Path log, Map<Long, Long> jobs, String traceId) throws IOException {
        var told = new TreeSet<Long>();
        for (String line : Files.readAllLines(log)) {
            var json = new ObjectMapper().readTree(line);
            assertTrue(json.hasNonNull("timestamp") && json.hasNonNull("level") && json.hasNonNull("loggerName"), line);
            assertThat(line, not(anyOf(containsString("privileged words"), containsString("told@people"))));
            var about = Pattern.compile("^Job (\\d+)\\b")
                    .matcher(json.path("message").asText());
            if (about.find() && jobs.containsKey(Long.parseLong(about.group(1)))) {
                long jobId = Long.parseLong(about.group(1));
                told.add(jobId);
                assertEquals(jobId, json.path("jobId").asLong(), line);
                assertEquals(jobs.get(jobId), json.path("workspaceId").asLong(), line);
                assertEquals("agent-of-lines", json.path("agent").asText(), line);
                if (!about.replaceFirst("").startsWith(" claimed")) {
                    assertEquals(traceId, json.path("traceId").asText(), line);
                }
            } else if (json.has("agent")) {
                assertThat(line, json.path("jobId").asLong(), in(jobs.keySet()));
            }
        }
        assertEquals(jobs.keySet(), told);
    }

    private static PackagedService start(String name, Map<String, String> settings) throws IOException {
        var all = new java.util.HashMap<>(settings);
        all.put("SYNC_WORKSPACES_FILES", home.resolve("files").toString());
        all.put("SYNC_WORKSPACES_IMPORTS", home.resolve("imports").toString());
        return PackagedService.start(
                database, broker, PackagedService.freePort(), all, List.of("-Xmx256m"), home.resolve(name + ".log"));
    }
}
