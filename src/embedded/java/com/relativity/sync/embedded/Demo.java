package com.relativity.sync.embedded;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private final CopyJobs jobs;

    private Demo(PackagedService service, Broker broker) {
        this.service = service;
        this.broker = broker;
        this.rest = new RestClient(service::uri);
        this.jobs = new CopyJobs(rest);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        say("Starting PostgreSQL and Kafka, data in " + HOME + " …");
        var closing = new Closing();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(closing), "demo-shutdown"));
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
            stop(closing);
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
        long source = jobs.workspace("Harbor Lane v. Renner");
        long destination = jobs.workspace("Harbor Lane, outside counsel");
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

    private long submit(long source, long destination, JsonNode sourceFields) throws IOException, InterruptedException {
        var parameters = jobs.everything(source, destination, sourceFields, "CopyFiles");
        parameters.put("jobName", "Harbor Lane to outside counsel");
        parameters.put("folderStructure", Map.of("behavior", "RetainSourceWorkspaceStructure"));
        JsonNode job = jobs.submit(source, parameters);
        say("Submitted job %d: %s fields, natives and folders to workspace %d"
                .formatted(job.get("jobId").asLong(), sourceFields.size(), destination));
        return job.get("jobId").asLong();
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

    private static void stop(Closing closing) {
        if (!closing.isClosed()) {
            say("\nStopping …");
            closing.close();
        }
    }
}
