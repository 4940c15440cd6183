package com.relativity.sync.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.CopyJobs;
import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.embedded.RestClient;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * From the version before, 0.1.0, to this one, on what that version had stored when its processes died: a job that had ended (1), one of which
 * every item failed (2), one in the middle of its run (3), one that waited (4) and one that was cancelled (5); with events, mail and receipts.
 */
class UpgradeIT {

    private static final String BEFORE = "11";
    private static final Path STORED = Path.of("src", "test", "resources", "upgrade", "0.1.0.copy");
    private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");
    private static final Path PROPERTIES = Path.of("src", "main", "resources", "application.properties");
    private static final int DOCUMENTS = 120;
    private static final int ROUNDS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(180);

    @Test
    @Tag("G1")
    @Tag("G2")
    @Tag("G6")
    void whatTheVersionBeforeLeft_andStillWrites_isTakenUpAndEnds(@TempDir Path home) throws Exception {
        try (var database = Database.fresh();
                var broker = Broker.keptIn(home.resolve("kafka"))) {
            String url = database.jdbcUrl() + "?user=" + database.user();
            Flyway.configure().dataSource(url, null, null).target(BEFORE).load().migrate();
            fill(database.jdbcUrl() + "?user=postgres");
            var sessions = new SessionsBefore(url, ROUNDS);
            var thread = Executors.newSingleThreadExecutor();
            var written = thread.submit(sessions);
            await().atMost(LIMIT).until(() -> sessions.areDone() || written.isDone());

            migrate(database, broker);

            assertEquals("db/migration/" + newest(MIGRATIONS), applied(url));
            sessions.goOn(ROUNDS);
            await().atMost(LIMIT).until(() -> sessions.areDone() || written.isDone());
            sessions.stop();
            int jobsBeside = written.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            thread.shutdown();
            migrate(database, broker);
            aProcessThatKnowsNoLaterMigrationsStarts(url, home);
            try (var service = PackagedService.start(
                    database,
                    broker,
                    PackagedService.freePort(),
                    Map.of(
                            "SYNC_WORKSPACES_FILES", home.resolve("files").toString(),
                            "SYNC_WORKSPACES_IMPORTS", home.toString(),
                            // What is stored must not be too old, whenever this runs.
                            "SYNC_RETENTION", "P36500D",
                            "SYNC_EVENTS_RETENTION", "P36500D",
                            "SYNC_LOST_LEASES_GRACE", "PT1S"),
                    List.of("-Xmx256m"),
                    Path.of("target", "upgrade", "service.log"))) {
                service.awaitReady(LIMIT);
                var rest = new RestClient(service::uri);
                everyJobEnds(rest, jobsBeside);
                aSubmissionIsRecognised(rest);
                aRunOfTheVersionBeforeIsRetried(rest);
            }
            everyEventIsPublished(url);
        }
    }

    /** As the Job of deploy/kubernetes does, which may run twice. */
    private static void migrate(Database database, Broker broker) throws Exception {
        var settings = Map.of("SYNC_MIGRATE", "only", "SYNC_ROLES", "relay");
        var log = Path.of("target", "upgrade", "migrate.log");
        try (var job = PackagedService.start(
                database, broker, PackagedService.freePort(), settings, List.of("-Xmx256m"), log)) {
            assertTrue(
                    job.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), "It does not end; its log is " + log);
            assertEquals(0, job.process().exitValue(), "Its log is " + log);
        }
    }

    private static String newest(Path migrations) throws IOException {
        try (var files = Files.list(migrations)) {
            return files.map(file -> file.getFileName().toString())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static String applied(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select max(script) from flyway_schema_history where success")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Rows as they were, past the triggers that would refuse to make ended jobs. One configuration is as a third version may store it. */
    private static void fill(String url) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                BufferedReader stored = Files.newBufferedReader(STORED)) {
            statement.execute("set session_replication_role = replica");
            statement.execute("truncate store_run_floor");
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (String copy = stored.readLine(); copy != null; copy = stored.readLine()) {
                var rows = new StringBuilder();
                for (String row = stored.readLine(); !row.equals("\\."); row = stored.readLine()) {
                    rows.append(row).append('\n');
                }
                copies.copyIn(copy, new StringReader(rows.toString()));
            }
            statement.execute("select setval(pg_get_serial_sequence('sync_job', 'job_id'), 1000),"
                    + " setval(pg_get_serial_sequence('job_event', 'position'), 100000),"
                    + " setval(pg_get_serial_sequence('sync_agent', 'agent_id'), 1000),"
                    + " setval(pg_get_serial_sequence('job_history_error', 'error_id'), 100000),"
                    + " setval('store_artifact_id', 9000000)");
            assertEquals(
                    1,
                    statement.executeUpdate("update sync_configuration"
                            + " set parameters = parameters - 'savedSearchOptions' || '{\"fromAnotherVersion\":true}'"
                            + " where configuration_id = 4"));
        }
    }

    /** A process that knows only the migrations of its own time, as this one will be to its successor. */
    private static void aProcessThatKnowsNoLaterMigrationsStarts(String url, Path home) throws IOException {
        var own = Files.createDirectories(home.resolve("migrations"));
        try (var files = Files.list(MIGRATIONS)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().compareTo("V0" + BEFORE + "_z") < 0) {
                    Files.copy(file, own.resolve(file.getFileName().toString()));
                }
            }
        }
        var settings = new Properties();
        try (var file = Files.newBufferedReader(PROPERTIES)) {
            settings.load(file);
        }
        // Quarkus ignores no migration where nothing is set, so the setting is what lets it start.
        var started = Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + own)
                .ignoreMigrationPatterns(settings.getProperty("quarkus.flyway.ignore-migration-patterns", ""))
                .load()
                .migrate();

        assertTrue(started.success);
        assertEquals(0, started.migrationsExecuted);
    }

    private static void everyJobEnds(RestClient rest, int jobsBeside) throws IOException, InterruptedException {
        await().atMost(LIMIT)
                .until(() -> rest.get("/api/sync/v1/jobs?active=true&limit=500")
                        .get("items")
                        .isEmpty());
        for (int job : new int[] {1, 3, 4}) {
            var ended = rest.get("/api/sync/v1/jobs/" + job);
            assertEquals("Completed", ended.get("status").asText(), ended.toString());
            assertEquals(DOCUMENTS, ended.at("/progress/transferred").asInt(), ended.toString());
            assertEquals(
                    DOCUMENTS,
                    rest.get("/api/workspaces/v1/"
                                    + ended.get("destinationWorkspaceId").asLong() + "/documents?limit=1")
                            .get("total")
                            .asInt());
        }
        assertEquals(
                "CompletedWithErrors",
                rest.get("/api/sync/v1/jobs/2").get("status").asText());
        assertEquals(
                DOCUMENTS,
                rest.get("/api/sync/v1/job-history/2/errors?type=item&limit=500")
                        .get("items")
                        .size());
        assertEquals("Cancelled", rest.get("/api/sync/v1/jobs/5").get("status").asText());
        int beside = 0;
        for (JsonNode job : rest.get("/api/sync/v1/jobs?limit=500&status=CompletedWithErrors")
                .get("items")) {
            if (job.get("correlationId").asText().startsWith("before-")) {
                beside++;
                assertEquals(DOCUMENTS - 1, job.at("/progress/transferred").asInt(), job.toString());
                assertEquals(1, job.at("/progress/failed").asInt(), job.toString());
                assertEquals(2, job.get("attempt").asInt(), job.toString());
            }
        }
        assertEquals(jobsBeside, beside);
    }

    /** The same as job 4, whose configuration another version stored: without what that one did not know, and with what this one does not. */
    private static void aSubmissionIsRecognised(RestClient rest) throws IOException, InterruptedException {
        Map<String, Object> parameters = new HashMap<>();
        rest.get("/api/sync/v1/jobs/4/parameters")
                .properties()
                .forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
        parameters.remove("fromAnotherVersion");
        parameters.remove("flow");

        var answer = rest.post("/api/sync/v1/workspaces/1001/jobs/document", parameters);

        assertEquals(4, answer.get("jobId").asInt());
    }

    /** What the retry takes follows from the snapshot, the batches and the errors of the run. */
    private static void aRunOfTheVersionBeforeIsRetried(RestClient rest) throws IOException, InterruptedException {
        Map<String, Object> parameters = new HashMap<>();
        rest.get("/api/sync/v1/jobs/2/parameters")
                .properties()
                .forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
        parameters.put("correlationId", "retried");
        parameters.put("overwriteOptions", Map.of("overwriteMode", "OverlayOnly"));
        parameters.put("retryOptions", Map.of("jobToRetry", 2));
        parameters.remove("flow");
        var jobs = new CopyJobs(rest);

        var retried = jobs.ended(rest.post("/api/sync/v1/workspaces/1001/jobs/document", parameters)
                .get("jobId")
                .asLong());

        assertEquals("Completed", retried.get("status").asText(), retried.toString());
        assertEquals(DOCUMENTS, retried.at("/progress/transferred").asInt(), retried.toString());
    }

    private static void everyEventIsPublished(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            await().atMost(10, SECONDS).until(() -> {
                try (var rows = statement.executeQuery("select count(*) from job_event where published_at is null")) {
                    rows.next();
                    return rows.getLong(1) == 0;
                }
            });
        }
    }
}
