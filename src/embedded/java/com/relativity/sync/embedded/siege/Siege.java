package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A siege from its beginning to the verdict.
 *
 * <ol>
 *   <li>Everything is started and filled, and people begin to work.
 *   <li>Faults come, several at a time, or the services are upgraded from another version and rolled back. No answer may be nonsense meanwhile.
 *   <li>That stops. Everything must end within a limit, and every service must work.
 *   <li>Jobs, documents, events and files are compared from outside with what was asked for and promised.
 *   <li>All services are stopped, and leave nothing behind.
 * </ol>
 */
public final class Siege {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration END_LIMIT = Duration.ofSeconds(180);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 250;
    private static final int[] DOCUMENTS = {150, 400, 900};

    private final SiegeSettings settings;
    private final Parts parts;
    private final Chronicle chronicle;
    private final Api api;
    private final Faults faults;
    private Workload workload;

    private Siege(SiegeSettings settings, Parts parts, Chronicle chronicle) {
        this.settings = settings;
        this.parts = parts;
        this.chronicle = chronicle;
        this.api = new Api(parts.services(), chronicle);
        this.faults = new Faults(parts, chronicle, settings.seed());
    }

    /** The command. Ends with code 1 where a promise was broken, and leaves all data and logs for whoever looks into it. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        var broken = run(SiegeSettings.ofEnvironment());
        if (!broken.isEmpty()) {
            System.out.println(broken.size() + " promises were found broken:");
            broken.forEach(finding -> System.out.println("  " + finding));
            System.exit(1);
        }
    }

    /** Answers with the promises that were found broken. */
    public static List<String> run(SiegeSettings settings) throws IOException, InterruptedException, SQLException {
        // What an earlier run of this seed left behind would be compared with what this one asked for.
        delete(settings.home());
        Files.createDirectories(settings.home());
        try (var chronicle = new Chronicle(settings.home().resolve("siege.log"))) {
            chronicle.say(
                    "Seed %d, %d faults; data and logs in %s", settings.seed(), settings.faults(), settings.home());
            var parts = Parts.start(settings);
            var closing = new Thread(() -> closeQuietly(parts), "siege-shutdown");
            Runtime.getRuntime().addShutdownHook(closing);
            try {
                new Siege(settings, parts, chronicle).run();
            } finally {
                Runtime.getRuntime().removeShutdownHook(closing);
                closeQuietly(parts);
            }
            if (chronicle.findings().isEmpty()) {
                delete(settings.home());
            }
            return chronicle.findings();
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        for (Service service : parts.services()) {
            if (!service.awaitReady(START_LIMIT)) {
                throw new IOException(service + " is not ready within " + START_LIMIT);
            }
        }
        fill();
        chronicle.say("Everything is ready");
        workload.start();
        if (settings.before().isPresent()) {
            new Upgrade(parts, faults, chronicle, settings.before().get(), workload::ended).run();
        } else {
            faults.bring(settings.faults(), settings.limit());
        }
        awaitReady();
        workload.stop(END_LIMIT);
        chronicle.say("%d jobs were accepted", workload.orders().size());
        try (var connection = parts.database().connect("sync")) {
            var verdict = new Verdict(
                    connection, workload::orders, parts.broker().bootstrapServers(), settings.home(), chronicle);
            if (settles(verdict)) {
                oneMoreJob();
                settles(verdict);
            }
            verdict.check();
            faults.drainAll();
            verdict.checkAfterStop();
        }
        chronicle.say(
                "%d promises found broken; the seed was %d",
                chronicle.findings().size(), settings.seed());
    }

    private void fill() throws IOException, InterruptedException {
        var matters = new ArrayList<Matter>();
        for (int i = 0; i < DOCUMENTS.length; i++) {
            matters.add(Matter.filled(api, settings.home().resolve("imports"), "matter-" + i, DOCUMENTS[i]));
        }
        var common = matters.get(0).newDestination(api).orElseThrow();
        var targets = api.get(Matter.WORKSPACES + "/" + common.workspaceId() + "/fields")
                .orElseThrow()
                .body()
                .get("items");
        Map<Matter, Matter.Destination> shared = new IdentityHashMap<>();
        for (Matter matter : matters) {
            shared.put(
                    matter,
                    new Matter.Destination(common.workspaceId(), common.rootFolderId(), matter.mapping(targets)));
        }
        workload = new Workload(api, chronicle, matters, shared);
    }

    private void awaitReady() throws IOException, InterruptedException {
        for (Service service : parts.services()) {
            if (!service.awaitReady(END_LIMIT)) {
                chronicle.finding("%s is not ready %s after the last fault", service, END_LIMIT);
            }
        }
        chronicle.say("Every service is ready");
    }

    private boolean settles(Verdict verdict) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        while (verdict.openJobs() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        long open = verdict.openJobs();
        if (open > 0) {
            chronicle.finding("%d jobs have not ended %s after the last fault", open, END_LIMIT);
            return false;
        }
        chronicle.say("Every job has ended");
        deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
        while (!verdict.leftovers().isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        verdict.leftovers().forEach(left -> chronicle.finding("%s, %s after the last job", left, SETTLE_LIMIT));
        return true;
    }

    /** Everything works again: each service with an API takes a call, and a job runs to its end. */
    private void oneMoreJob() throws InterruptedException, IOException {
        for (Service service : parts.services()) {
            if (service.isApi()
                    && api.get(service, "/api/sync/v1/workload")
                            .filter(Api.Answer::isGood)
                            .isEmpty()) {
                chronicle.finding("%s does not tell the workload", service);
            }
        }
        workload.oneMore(END_LIMIT);
    }

    private static void closeQuietly(Parts parts) {
        try {
            parts.close();
        } catch (IOException notStopped) {
            System.err.println("Not stopped cleanly: " + notStopped.getMessage());
        }
    }

    private static void delete(Path home) throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
