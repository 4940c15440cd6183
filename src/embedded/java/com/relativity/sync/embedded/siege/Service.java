package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.embedded.Signals;

/** One of the packaged services, with links of its own to PostgreSQL and Kafka. It comes back under the same port and with the same roles. */
final class Service {

    private static final List<String> JVM =
            List.of("-Xmx192m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(75);

    final String name;
    final String roles;
    final Link database;
    final Link kafka;

    private final Map<String, String> settings;
    private final Path logs;
    private final int port;
    private int starts;
    private volatile Path artefact = PackagedService.ARTEFACT;
    private volatile PackagedService running;

    Service(String name, String roles, Link database, Link kafka, Map<String, String> settings, Path logs)
            throws IOException {
        this.name = name;
        this.roles = roles;
        this.database = database;
        this.kafka = kafka;
        this.settings = settings;
        this.logs = logs;
        this.port = PackagedService.freePort();
    }

    boolean isApi() {
        return roles.contains("api");
    }

    int port() {
        return port;
    }

    /** From the next start on. */
    void change(Path toArtefact) {
        artefact = toArtefact;
    }

    void start() throws IOException {
        starts++;
        var all = new HashMap<>(settings);
        all.put("SYNC_ROLES", roles);
        all.put("SYNC_AGENT_NAME", name + "-" + starts);
        running = PackagedService.start(
                artefact,
                Database.environment(database.port()),
                "localhost:" + kafka.port(),
                port,
                all,
                JVM,
                logs.resolve(name + "-" + starts + ".log"));
    }

    boolean isAlive() {
        return running.process().isAlive();
    }

    /** Waits until it is ready; answers whether it is. Fails when the process has ended. */
    boolean awaitReady(Duration limit) throws IOException, InterruptedException {
        try {
            running.awaitReady(limit);
            return true;
        } catch (IOException notReady) {
            if (!isAlive()) {
                throw notReady;
            }
            return false;
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        running.process().destroyForcibly().waitFor();
    }

    /** SIGTERM, and the exit code; -1 where it does not stop within the limit and is killed. */
    int terminate() throws InterruptedException {
        var process = running.process();
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }

    void pause() throws IOException, InterruptedException {
        Signals.pause(running.process().toHandle());
    }

    void goOn() throws IOException, InterruptedException {
        Signals.goOn(running.process().toHandle());
    }

    @Override
    public String toString() {
        return name + " (" + roles + ")";
    }
}
