package com.relativity.sync.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.restassured.RestAssured;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.embedded.TopicReader;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Rule;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The packaged service while PostgreSQL or Kafka is away: at its start, and in the middle of a job. */
class DependenciesAwayIT {

    /** How long the database is away in the middle of a job; {@code -Dsync.away=PT5M} for longer. */
    private static final Duration AWAY = Duration.parse(System.getProperty("sync.away", "PT3S"));

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int DOCUMENTS = 4000;

    @TempDir
    Path home;

    @Test
    @Tag("G12")
    void aProcessThatStartsBeforeItsServersStaysUp_saysWhatIsMissing_andWorksWhenTheyCome() throws Exception {
        int databasePort = PackagedService.freePort();
        int brokerPort = PackagedService.freePort();
        try (var service = start(databasePort, brokerPort)) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> given().get("/q/health/live").then().statusCode(200));
            given().get("/q/health/ready").then().statusCode(503).body(containsString("PostgreSQL"));
            given().get("/api/sync/v1/jobs")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", notNullValue());

            try (var database = Database.keptIn(home.resolve("postgres"), databasePort)) {
                service.awaitReady(LIMIT);
                var matter = filled(20);
                // Without Kafka a submission is accepted and run all the same; its events wait.
                var job = matter.run(matter.parameters(Map.of()));
                assertEquals("Completed", job.getString("status"), database.jdbcUrl());
                assertDeadLettersSayThatKafkaIsAway();

                try (var broker = Broker.keptIn(home.resolve("kafka"), brokerPort)) {
                    Awaitility.await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
                        try (var topic = new TopicReader(broker.bootstrapServers(), "sync.job-status")) {
                            var events = topic.of(
                                    job.getLong("jobId"),
                                    read -> read.stream()
                                            .anyMatch(event -> event.value().contains("\"to\":\"Completed\"")),
                                    Duration.ofSeconds(5));
                            for (int i = 0; i < events.size(); i++) {
                                assertEquals(i + 1, events.get(i).sequence());
                            }
                            assertTrue(events.size() >= 4);
                        }
                    });
                    service.close();
                }
            }
        }
    }

    @Test
    @Tag("G12")
    @Rule("4.job-error.away")
    void aDatabaseThatGoesInTheMiddleOfAJobCostsTimeAndNothingElse() throws Exception {
        int databasePort = PackagedService.freePort();
        int brokerPort = PackagedService.freePort();
        try (var broker = Broker.keptIn(home.resolve("kafka"), brokerPort)) {
            var database = Database.keptIn(home.resolve("postgres"), databasePort);
            try (var service = start(databasePort, brokerPort)) {
                service.awaitReady(LIMIT);
                var matter = filled(DOCUMENTS);
                long jobId = matter.submit(matter.parameters(Map.of()))
                        .statusCode(202)
                        .extract()
                        .jsonPath()
                        .getLong("jobId");
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> Case.get("/api/sync/v1/jobs/" + jobId).getInt("progress.transferred") > 0);

                database.close();
                Awaitility.await()
                        .during(AWAY)
                        .atMost(AWAY.plus(LIMIT))
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> given().get("/api/sync/v1/jobs/" + jobId)
                                .then()
                                .statusCode(503)
                                .header("Retry-After", notNullValue()));
                database = Database.keptIn(home.resolve("postgres"), databasePort);

                var job = Awaitility.await()
                        .atMost(LIMIT)
                        .ignoreExceptions()
                        .until(() -> Case.ended(jobId), ended -> ended.getBoolean("actions.run"));
                assertEquals("Completed", job.getString("status"), job.prettyPrint());
                assertEquals(DOCUMENTS, job.getInt("progress.transferred"));
                assertEquals(DOCUMENTS, matter.documents().getInt("total"));
                try (var topic = new TopicReader(broker.bootstrapServers(), "sync.job-status")) {
                    var events = topic.of(
                            jobId,
                            read -> read.stream()
                                    .anyMatch(event -> event.value().contains("\"to\":\"Completed\"")),
                            LIMIT);
                    assertThat(events.get(events.size() - 1).value(), containsString("\"to\":\"Completed\""));
                }
            } finally {
                database.close();
            }
        }
    }

    private static void assertDeadLettersSayThatKafkaIsAway() {
        long start = System.nanoTime();
        given().get("/api/sync/v1/dead-letters")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("detail", containsString("Kafka"));
        Case.post("/api/sync/v1/dead-letters/redrive", Map.of()).statusCode(503).header("Retry-After", notNullValue());
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    }

    private Case filled(int documents) throws IOException {
        var lines = new StringBuilder("Control Number|Note\n");
        for (int i = 0; i < documents; i++) {
            lines.append("D-").append(i).append("|a note\n");
        }
        Files.createDirectories(home.resolve("imports"));
        Files.writeString(home.resolve("imports/load.dat"), lines);
        var matter = Case.create();
        assertEquals(
                documents,
                matter.importIntoSource("load.dat", Map.of("columnDelimiter", "|"))
                        .getInt("imported"));
        return matter;
    }

    private PackagedService start(int databasePort, int brokerPort) throws IOException {
        int port = PackagedService.freePort();
        RestAssured.baseURI = "http://localhost";
        RestAssured.port = port;
        return PackagedService.start(
                Database.environment(databasePort),
                "localhost:" + brokerPort,
                port,
                Map.of(
                        "SYNC_WORKSPACES_FILES", home.resolve("files").toString(),
                        "SYNC_WORKSPACES_IMPORTS", home.resolve("imports").toString(),
                        "SYNC_ENGINE_BATCH_SIZE", "10"),
                List.of("-Xmx256m"),
                home.resolve("service-" + port + ".log"));
    }
}
