package com.relativity.sync.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import org.awaitility.Awaitility;

import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.support.Case;

/** One process that answers calls and several that run jobs, each with a name, on a PostgreSQL and a broker of their own. */
final class Crew implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> OFFICE_JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path home;
    private final Map<String, String> settings;
    private final Database database;
    private final Broker broker;
    private final PackagedService office;
    private final Map<String, PackagedService> agents = new HashMap<>();
    private final List<PackagedService> started = new ArrayList<>();

    private Crew(Path home, Map<String, String> settings) throws IOException {
        this.home = home;
        this.settings = settings;
        this.database = Database.keptIn(home.resolve("postgres"));
        this.broker = Broker.keptIn(home.resolve("kafka"));
        this.office = start("office", "api,relay", OFFICE_JVM);
    }

    /** Starts them all at once; done when they are ready. */
    static Crew of(Path home, Map<String, String> settings, List<String> agentJvm, String... agents)
            throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("imports"));
        var crew = new Crew(home, settings);
        for (String agent : agents) {
            crew.agents.put(agent, crew.start(agent, "agent", agentJvm));
        }
        for (PackagedService process : crew.started) {
            process.awaitReady(START_LIMIT);
        }
        RestAssured.baseURI = "http://localhost";
        RestAssured.port = crew.office.uri("/").getPort();
        return crew;
    }

    private PackagedService start(String name, String roles, List<String> jvm) throws IOException {
        var all = new HashMap<>(settings);
        all.put("SYNC_ROLES", roles);
        all.put("SYNC_AGENT_NAME", name);
        all.put("SYNC_WORKSPACES_FILES", home.resolve("files").toString());
        all.put("SYNC_WORKSPACES_IMPORTS", home.resolve("imports").toString());
        var process = PackagedService.start(
                database, broker, PackagedService.freePort(), all, jvm, home.resolve(name + ".log"));
        started.add(process);
        return process;
    }

    PackagedService agent(String name) {
        return agents.get(name);
    }

    String logOf(String agent) throws IOException {
        return Files.readString(agents.get(agent).log());
    }

    /** Two workspaces, the source with these lines of a load file. */
    Case filled(String name, CharSequence lines, int documents) throws IOException {
        Files.writeString(home.resolve("imports").resolve(name), lines);
        var matter = Case.create();
        var imported = matter.importIntoSource(name, Map.of("columnDelimiter", "|"));
        if (imported.getInt("imported") != documents) {
            throw new IOException("The load file was not taken whole: " + imported.prettyPrint());
        }
        return matter;
    }

    static CharSequence lines(int documents) {
        var lines = new StringBuilder("Control Number|Note\n");
        for (int i = 0; i < documents; i++) {
            lines.append("D-%05d|note %d%n".formatted(i, i));
        }
        return lines;
    }

    /** The job, as soon as it is with an agent and has transferred something in this attempt. */
    static JsonPath underWay(long jobId, int attempt) {
        int before = job(jobId).getInt("progress.transferred");
        return Awaitility.await("job " + jobId + " in attempt " + attempt)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> job(jobId),
                        job -> job.getInt("attempt") == attempt && job.getInt("progress.transferred") > before);
    }

    static JsonPath job(long jobId) {
        return Case.get("/api/sync/v1/jobs/" + jobId);
    }

    @Override
    public void close() throws IOException {
        for (PackagedService process : started) {
            process.process().destroyForcibly();
        }
        broker.close();
        database.close();
    }
}
