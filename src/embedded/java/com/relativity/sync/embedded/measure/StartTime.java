package com.relativity.sync.embedded.measure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;

/**
 * From the start of the process to {@code /q/health/ready} that answers 200: the packaged service beside an application with the extensions
 * that it began with and their defaults ({@code start-reference}), one after the other on the same PostgreSQL, Kafka and JVM. The service as
 * the package is, and with the AOT cache and the options of {@code src/main/docker/Dockerfile.jvm} where the JVM has such a cache (25 and later).
 */
record StartTime(int rounds) implements Measurement {

    private static final Path SERVICE = Path.of("target", "quarkus-app").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final double RATIO_LIMIT = 0.5;
    private static final int FIRST_WITH_CACHE = 25;
    private static final String REFERENCE = "reference, untuned";
    private static final String PACKAGE = "service, the package alone";
    private static final String TUNED = "service, as in its image";

    @Override
    public void take(Report report) throws Exception {
        report.title("Start to ready, on Java " + Runtime.version());
        boolean withCache = Runtime.version().feature() >= FIRST_WITH_CACHE;
        var variants = new LinkedHashMap<String, Variant>();
        Path home = Files.createTempDirectory("sync-start");
        try (var database = Database.keptIn(home.resolve("postgres"));
                var broker = Broker.keptIn(home.resolve("kafka"))) {
            String own = database.reactiveUrl();
            // The service first: it makes the topics that the reference reads.
            variants.put(PACKAGE, new Variant(SERVICE, List.of(), own));
            variants.put(REFERENCE, new Variant(StartReference.build(), List.of(), database.another("reference")));
            if (withCache) {
                record(SERVICE);
                variants.put(TUNED, new Variant(SERVICE, List.of("-XX:AOTCache=app.aot", "-XX:+UseSerialGC"), own));
            }
            tell(report, measure(variants, home, broker), withCache ? TUNED : PACKAGE);
        }
    }

    private Map<String, List<Start>> measure(Map<String, Variant> variants, Path home, Broker broker)
            throws IOException, InterruptedException {
        var starts = new LinkedHashMap<String, List<Start>>();
        variants.keySet().forEach(name -> starts.put(name, new ArrayList<>()));
        // The first round makes tables and topics and fills the caches of the disk; it does not count.
        for (int round = 0; round <= rounds; round++) {
            for (var variant : variants.entrySet()) {
                var start = variant.getValue().start(home, broker);
                if (round > 0) {
                    starts.get(variant.getKey()).add(start);
                }
            }
        }
        return starts;
    }

    private static void tell(Report report, Map<String, List<Start>> starts, String judged) {
        starts.forEach((name, all) -> {
            var wall = Spans.of(all.stream().map(Start::millis).toList());
            report.say(
                    "%s: p50 %.0f ms, %.0f to %.0f, processor time p50 %.0f ms, of %d",
                    name,
                    wall.p50(),
                    wall.sorted()[0],
                    wall.sorted()[wall.sorted().length - 1],
                    Spans.median(all.stream().map(Start::cpuMillis).toList()),
                    all.size());
        });
        report.limit(
                "Start of the " + judged + ", to that of the " + REFERENCE,
                Spans.median(starts.get(judged).stream().map(Start::millis).toList())
                        / Spans.median(starts.get(REFERENCE).stream()
                                .map(Start::millis)
                                .toList()),
                RATIO_LIMIT,
                "times");
    }

    /** The same script that the image is built with. */
    private static void record(Path application) throws IOException, InterruptedException {
        var training = new ProcessBuilder("bash", "src/main/docker/train.sh", application.toString(), java())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (training.waitFor() != 0) {
            throw new IOException("The AOT cache could not be recorded; src/main/docker/train.sh tells why");
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private record Start(double millis, double cpuMillis) {}

    private record Variant(Path application, List<String> jvmOptions, String databaseUrl) {

        Start start(Path home, Broker broker) throws IOException, InterruptedException {
            int port = PackagedService.freePort();
            var command = new ArrayList<String>();
            command.add(java());
            command.addAll(jvmOptions);
            command.addAll(List.of("-jar", "quarkus-run.jar"));
            var builder = new ProcessBuilder(command)
                    .directory(application.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("start.log").toFile());
            builder.environment()
                    .putAll(Map.of(
                            "QUARKUS_DATASOURCE_USERNAME",
                            "sync",
                            "QUARKUS_DATASOURCE_REACTIVE_URL",
                            databaseUrl,
                            "QUARKUS_DATASOURCE_JDBC_URL",
                            "jdbc:" + databaseUrl,
                            "KAFKA_BOOTSTRAP_SERVERS",
                            broker.bootstrapServers(),
                            "QUARKUS_HTTP_PORT",
                            Integer.toString(port),
                            "SYNC_SECURITY",
                            "none",
                            "SYNC_WORKSPACES_FILES",
                            home.resolve("files").toString(),
                            "SYNC_WORKSPACES_IMPORTS",
                            home.resolve("imports").toString()));
            long begun = System.nanoTime();
            var process = builder.start();
            try {
                awaitReady(process, port, home);
                double millis = Spans.millisSince(begun);
                double cpu =
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
                return new Start(millis, cpu);
            } finally {
                process.destroy();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }

        private static void awaitReady(Process process, int port, Path home) throws IOException, InterruptedException {
            var client = HttpClient.newHttpClient();
            var ready = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() < deadline) {
                if (!process.isAlive()) {
                    throw new IOException("It ended with code " + process.exitValue() + "; its log is "
                            + Files.readString(home.resolve("start.log")));
                }
                try {
                    if (client.send(ready, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notListening) {
                    // asked again until the limit
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            throw new IOException("It was not ready within " + LIMIT);
        }
    }
}
