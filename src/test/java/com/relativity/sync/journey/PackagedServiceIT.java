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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
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

    private static PackagedService start(String name, Map<String, String> settings) throws IOException {
        var all = new java.util.HashMap<>(settings);
        all.put("SYNC_WORKSPACES_FILES", home.resolve("files").toString());
        all.put("SYNC_WORKSPACES_IMPORTS", home.resolve("imports").toString());
        return PackagedService.start(
                database, broker, PackagedService.freePort(), all, List.of("-Xmx256m"), home.resolve(name + ".log"));
    }
}
