package com.relativity.sync.embedded;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Copies 20,000 documents of six fields without natives by the packaged service with 256 MiB of heap, three times, and prints the rate beside
 * that of one {@code insert … select} of the same rows in the same table of the same run.
 */
public final class Measure {

    private static final int DOCUMENTS = 20_000;
    private static final int ROUNDS = 3;
    private static final String HEAP = "-Xmx256m";

    private final RestClient rest;
    private final Database database;

    private Measure(RestClient rest, Database database) {
        this.rest = rest;
        this.database = database;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path home = Files.createTempDirectory("sync-measure");
        try (var database = Database.keptIn(home.resolve("postgres"));
                var broker = Broker.keptIn(home.resolve("kafka"));
                var service = PackagedService.start(
                        database,
                        broker,
                        PackagedService.freePort(),
                        Map.of(
                                "SYNC_WORKSPACES_FILES", home.resolve("files").toString(),
                                "SYNC_WORKSPACES_IMPORTS",
                                        Files.createDirectories(home.resolve("imports"))
                                                .toString()),
                        List.of(HEAP, "-Xlog:gc*:file=" + home.resolve("gc.log")),
                        home.resolve("service.log"))) {
            service.awaitReady(Duration.ofSeconds(60));
            new Measure(new RestClient(service::uri), database).run(home.resolve("imports"));
            System.out.println(
                    "Heap after collections, from the service's log of them (MiB): " + heap(home.resolve("gc.log")));
        }
    }

    private void run(Path imports) throws IOException, InterruptedException, SQLException {
        writeLoadFile(imports.resolve("measure.dat"));
        long source = workspace("Source");
        long start = System.nanoTime();
        JsonNode imported = rest.post(
                "/api/workspaces/v1/" + source + "/imports", Map.of("loadFile", "measure.dat", "columnDelimiter", "|"));
        System.out.printf("Import: %s documents, %.0f a second%n", imported.get("imported"), rate(start));
        for (int round = 1; round <= ROUNDS; round++) {
            double job = copy(source, imported.get("fields"));
            double limit = insertSelect(source);
            System.out.printf(
                    "Round %d: job %.0f documents a second; insert … select %.0f; ratio %.2f%n",
                    round, job, limit, job / limit);
        }
    }

    private double copy(long source, JsonNode fields) throws IOException, InterruptedException {
        long destination = workspace("Destination");
        var mapping = new ArrayList<Map<String, Object>>();
        for (JsonNode field : fields) {
            boolean identifies = field.get("isIdentifier").asBoolean();
            JsonNode target = identifies
                    ? rest.get("/api/workspaces/v1/" + destination + "/fields")
                            .get("items")
                            .get(0)
                    : rest.post(
                            "/api/workspaces/v1/" + destination + "/fields",
                            Map.of(
                                    "name",
                                    field.get("name").asText(),
                                    "type",
                                    field.get("type").asText()));
            mapping.add(Map.of(
                    "sourceField", Demo.entry(field),
                    "destinationField", Demo.entry(target),
                    "fieldMapType", identifies ? "Identifier" : "None"));
        }
        long search = rest.post(
                        "/api/workspaces/v1/" + source + "/saved-searches", Map.of("name", "All " + destination))
                .get("savedSearchId")
                .asLong();
        long folder = rest.get("/api/workspaces/v1/" + destination)
                .get("rootFolderId")
                .asLong();
        long start = System.nanoTime();
        long jobId = rest.post(
                        "/api/sync/v1/workspaces/" + source + "/jobs/document",
                        Map.of(
                                "correlationId",
                                UUID.randomUUID().toString(),
                                "destinationWorkspaceId",
                                destination,
                                "fieldsMapping",
                                mapping,
                                "documentOptions",
                                Map.of("savedSearchId", search, "destinationFolderId", folder)))
                .get("jobId")
                .asLong();
        JsonNode job;
        do {
            job = rest.get("/api/sync/v1/jobs/" + jobId + "?wait=PT60S");
        } while (!job.get("actions").get("run").asBoolean());
        if (!job.get("status").asText().equals("Completed")
                || job.get("progress").get("transferred").asInt() != DOCUMENTS) {
            throw new IOException("The job did not copy everything: " + job);
        }
        return rate(start);
    }

    private double insertSelect(long source) throws IOException, InterruptedException, SQLException {
        long destination = workspace("Reference");
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), "");
                var statement = connection.prepareStatement("""
                        insert into store_item (workspace_id, object_type_id, identifier, folder_id, fields)
                        select t.workspace_id, t.object_type_id, i.identifier,
                               (select folder_id from store_folder f
                                 where f.workspace_id = t.workspace_id and f.parent_folder_id is null), i.fields
                          from store_item i, store_object_type t
                         where i.workspace_id = ? and t.workspace_id = ? and t.name = 'Document' order by i.item_id
                        """)) {
            statement.setLong(1, source);
            statement.setLong(2, destination);
            long start = System.nanoTime();
            int rows = statement.executeUpdate();
            if (rows != DOCUMENTS) {
                throw new IOException("The reference copied " + rows + " rows");
            }
            return rate(start);
        }
    }

    private long workspace(String name) throws IOException, InterruptedException {
        return rest.post("/api/workspaces/v1", Map.of("name", name))
                .get("workspaceId")
                .asLong();
    }

    private static double rate(long startNanos) {
        return DOCUMENTS / ((System.nanoTime() - startNanos) / 1e9);
    }

    private static void writeLoadFile(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.write("Control Number|Custodian|Subject|Email From|Email To|Note\n");
            for (int i = 0; i < DOCUMENTS; i++) {
                writer.write("M_%07d|Custodian %d|Subject of message %d|from%d@example.org|to%d@example.org|%s\n"
                        .formatted(
                                i,
                                i % 7,
                                i,
                                i % 100,
                                i % 90,
                                "A note of some length, as people write them. ".repeat(3)));
            }
        }
    }

    /** Heap in use after each collection: the lowest, the median and the highest. */
    private static String heap(Path log) throws IOException {
        var pattern = java.util.regex.Pattern.compile("Pause.*->(\\d+)M\\(");
        var after = Files.readAllLines(log).stream()
                .map(pattern::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(match -> Integer.parseInt(match.group(1)))
                .sorted()
                .toList();
        return "lowest " + after.get(0) + ", median " + after.get(after.size() / 2) + ", highest "
                + after.get(after.size() - 1);
    }
}
