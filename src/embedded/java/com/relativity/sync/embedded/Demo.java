package com.relativity.sync.embedded;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The laptop run: PostgreSQL, Kafka and the packaged service, a sample set imported and copied to a second workspace by the public REST API,
 * and the service left running until Ctrl-C. Data are kept in {@code data/demo}. With {@code SYNC_DEMO_EXIT=true} it ends after the job.
 */
public final class Demo {

    private static final Path HOME = Path.of("data", "demo");
    private static final String SAMPLE = "harbor-lane";
    private static final int USUAL_PORT = 8080;
    private static final int BAR = 40;
    private static final Duration EVENTS_LIMIT = Duration.ofSeconds(20);

    private final PackagedService service;
    private final Broker broker;
    private final RestClient rest;

    private Demo(PackagedService service, Broker broker) {
        this.service = service;
        this.broker = broker;
        this.rest = new RestClient(service::uri);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        say("Starting PostgreSQL and Kafka, data in " + HOME + " …");
        var closing = new Closing();
        Runtime.getRuntime().addShutdownHook(new Thread(closing, "demo-shutdown"));
        var database = closing.with(Database.keptIn(HOME.resolve("postgres").toAbsolutePath()));
        var broker = closing.with(Broker.keptIn(HOME.resolve("kafka").toAbsolutePath()));
        copySample(HOME.resolve("imports").resolve(SAMPLE));
        say("Starting the service …");
        var service = closing.with(PackagedService.start(
                database,
                broker,
                port(),
                Map.of(
                        "SYNC_WORKSPACES_FILES", HOME.resolve("files").toString(),
                        "SYNC_WORKSPACES_IMPORTS", HOME.resolve("imports").toString(),
                        "SYNC_ENGINE_BATCH_SIZE", "5"),
                List.of("-Xmx256m"),
                HOME.resolve("service.log")));
        service.awaitReady(Duration.ofSeconds(60));
        new Demo(service, broker).run();
        if (Boolean.parseBoolean(System.getenv("SYNC_DEMO_EXIT"))) {
            closing.run();
            return;
        }
        say("");
        say("The service goes on until Ctrl-C:");
        say("  API      " + service.uri("/api/sync/v1/jobs"));
        say("  Swagger  " + service.uri("/q/swagger-ui"));
        say("  Health   " + service.uri("/q/health"));
        say("  Metrics  " + service.uri("/q/metrics"));
        say("  Kafka    " + broker.bootstrapServers());
        say("  Log      " + service.log());
        new CountDownLatch(1).await();
    }

    private void run() throws IOException, InterruptedException {
        long source = workspace("Harbor Lane v. Renner");
        long destination = workspace("Harbor Lane, outside counsel");
        JsonNode imported = rest.post(
                "/api/workspaces/v1/" + source + "/imports",
                Map.of(
                        "loadFile",
                        SAMPLE + "/" + SAMPLE + ".dat",
                        "fieldTypes",
                        Map.of(
                                "Date Sent", "Date",
                                "Attachments", "WholeNumber",
                                "Privileged", "YesNo",
                                "Issues", "MultipleChoice")));
        say("Imported %s documents into workspace %d, %s failed"
                .formatted(imported.get("imported"), source, imported.get("failed")));

        long jobId = submit(source, destination, imported.get("fields"));
        JsonNode ended = watch(jobId);
        tellWhatArrived(destination, ended);
        tellEvents(jobId);
        if (!ended.get("status").asText().equals("Completed")) {
            throw new IOException(
                    "Job " + jobId + " ended as " + ended.get("status").asText());
        }
    }

    private long workspace(String name) throws IOException, InterruptedException {
        return rest.post("/api/workspaces/v1", Map.of("name", name))
                .get("workspaceId")
                .asLong();
    }

    private long submit(long source, long destination, JsonNode sourceFields) throws IOException, InterruptedException {
        long searchId = rest.post("/api/workspaces/v1/" + source + "/saved-searches", Map.of("name", "All documents"))
                .get("savedSearchId")
                .asLong();
        long folderId = rest.get("/api/workspaces/v1/" + destination)
                .get("rootFolderId")
                .asLong();
        JsonNode identifier = rest.get("/api/workspaces/v1/" + destination + "/fields")
                .get("items")
                .get(0);
        var mapping = new ArrayList<Map<String, Object>>();
        for (JsonNode field : sourceFields) {
            boolean identifies = field.get("isIdentifier").asBoolean();
            JsonNode target = identifies
                    ? identifier
                    : rest.post(
                            "/api/workspaces/v1/" + destination + "/fields",
                            Map.of(
                                    "name", field.get("name").asText(),
                                    "type", field.get("type").asText()));
            mapping.add(Map.of(
                    "sourceField", entry(field),
                    "destinationField", entry(target),
                    "fieldMapType", identifies ? "Identifier" : "None"));
        }
        JsonNode job = rest.post(
                "/api/sync/v1/workspaces/" + source + "/jobs/document",
                Map.of(
                        "correlationId",
                        UUID.randomUUID().toString(),
                        "jobName",
                        "Harbor Lane to outside counsel",
                        "destinationWorkspaceId",
                        destination,
                        "fieldsMapping",
                        mapping,
                        "documentOptions",
                        Map.of(
                                "savedSearchId", searchId,
                                "destinationFolderId", folderId,
                                "copyNativesMode", "CopyFiles"),
                        "folderStructure",
                        Map.of("behavior", "RetainSourceWorkspaceStructure")));
        say("Submitted job %d: %s fields, natives and folders to workspace %d"
                .formatted(job.get("jobId").asLong(), mapping.size(), destination));
        return job.get("jobId").asLong();
    }

    static Map<String, Object> entry(JsonNode field) {
        return Map.of(
                "displayName", field.get("name").asText(),
                "fieldIdentifier", field.get("fieldId").asLong(),
                "isIdentifier", field.get("isIdentifier").asBoolean());
    }

    private JsonNode watch(long jobId) throws IOException, InterruptedException {
        while (true) {
            JsonNode job = rest.get("/api/sync/v1/jobs/" + jobId);
            JsonNode progress = job.get("progress");
            double percent = progress.get("percent").asDouble();
            int done = (int) Math.round(percent / 100 * BAR);
            System.out.printf(
                    "\r  [%s%s] %5.1f %%  %s  %-20s",
                    "#".repeat(done),
                    ".".repeat(BAR - done),
                    percent,
                    job.get("status").asText(),
                    progress.get("step").asText(""));
            System.out.flush();
            if (job.get("actions").get("run").asBoolean()) {
                System.out.println();
                return job;
            }
            Thread.sleep(50);
        }
    }

    private void tellWhatArrived(long destination, JsonNode job) throws IOException, InterruptedException {
        JsonNode list = rest.get("/api/workspaces/v1/" + destination + "/documents?limit=1");
        say("Job %d %s: %s transferred, %s failed; workspace %d now has %s documents"
                .formatted(
                        job.get("jobId").asLong(),
                        job.get("status").asText(),
                        job.get("progress").get("transferred"),
                        job.get("progress").get("failed"),
                        destination,
                        list.get("total")));
        say("One of them:");
        say(list.get("items").get(0).toPrettyString().indent(2).stripTrailing());
    }

    private void tellEvents(long jobId) {
        say("Its events on sync.job-status:");
        try (var reader = new TopicReader(broker.bootstrapServers(), "sync.job-status")) {
            reader.of(jobId, Demo::toldTheEnd, EVENTS_LIMIT)
                    .forEach(event -> say("  %2d %s %s".formatted(event.sequence(), event.type(), event.value())));
        }
    }

    private static boolean toldTheEnd(List<TopicReader.Record> events) {
        return events.stream().anyMatch(event -> event.value().contains("\"to\":\"Completed"));
    }

    private static void copySample(Path target) throws IOException {
        Path sample = Path.of("src", "embedded", "resources", "sample", SAMPLE);
        try (var files = Files.walk(sample)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(sample.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** The usual port, or a free one where another program has it. */
    private static int port() throws IOException {
        try (var socket = new ServerSocket(USUAL_PORT)) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            return PackagedService.freePort();
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** Stops what was started, the last first, also when the start of something failed. */
    private static final class Closing implements Runnable {

        private final List<AutoCloseable> started = new ArrayList<>();
        private boolean closed;

        synchronized <T extends AutoCloseable> T with(T part) throws IOException {
            if (closed) {
                close(part);
                throw new IOException("Stopped during the start");
            }
            started.add(part);
            return part;
        }

        @Override
        public synchronized void run() {
            if (closed) {
                return;
            }
            closed = true;
            say("\nStopping …");
            for (int last = started.size() - 1; last >= 0; last--) {
                close(started.get(last));
            }
        }

        private static void close(AutoCloseable part) {
            try {
                part.close();
            } catch (Exception notClosed) {
                System.err.println("Not stopped cleanly: " + notClosed.getMessage());
            }
        }
    }
}
