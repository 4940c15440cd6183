package com.relativity.sync.embedded;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program, as a process of its own. */
public final class PackagedService implements AutoCloseable {

    /** What the last build made; a native executable where it made one. */
    public static final Path ARTEFACT = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Duration STOP_LIMIT = Duration.ofSeconds(75);

    private final Process process;
    private final int port;
    private final Path log;

    private PackagedService(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts the program on a database and a broker; answers before it is ready.
     *
     * @param settings environment variables that come on top, such as {@code SYNC_AGENT_SLOTS}
     * @param log file that takes what the program prints
     */
    public static PackagedService start(
            Database database, Broker broker, int port, Map<String, String> settings, List<String> jvmOptions, Path log)
            throws IOException {
        return start(database.environment(), broker.bootstrapServers(), port, settings, jvmOptions, log);
    }

    /** The same with servers that need not be there yet. */
    public static PackagedService start(
            Map<String, String> database,
            String bootstrapServers,
            int port,
            Map<String, String> settings,
            List<String> jvmOptions,
            Path log)
            throws IOException {
        return start(ARTEFACT, database, bootstrapServers, port, settings, jvmOptions, log);
    }

    /** The same with an artefact that may be of another version. */
    public static PackagedService start(
            Path artefact,
            Map<String, String> database,
            String bootstrapServers,
            int port,
            Map<String, String> settings,
            List<String> jvmOptions,
            Path log)
            throws IOException {
        var command = artefact.equals(ARTEFACT)
                ? Artefact.command(jvmOptions)
                : Artefact.command(artefact, false, jvmOptions);
        var environment = new LinkedHashMap<>(database);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("SYNC_SECURITY", "none");
        // lines for people; a test of the lines of JSON asks for them
        environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        environment.putAll(settings);
        Files.createDirectories(log.toAbsolutePath().getParent());
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new PackagedService(builder.start(), port, log);
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the program says that it is ready. Fails when it ends before, or the limit is over. */
    public void awaitReady(Duration limit) throws IOException, InterruptedException {
        var deadline = Instant.now().plus(limit);
        var client = HttpClient.newHttpClient();
        var ready = HttpRequest.newBuilder(uri("/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw new IOException("The service ended with code " + process.exitValue() + "; its log is " + log);
            }
            try {
                if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notListening) {
                // asked again until the limit
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IOException("The service was not ready within " + limit + "; its log is " + log);
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    public Process process() {
        return process;
    }

    public Path log() {
        return log;
    }

    /** SIGTERM, and the end of the process. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "The service did not stop within " + STOP_LIMIT + " and was killed; its log is " + log);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
