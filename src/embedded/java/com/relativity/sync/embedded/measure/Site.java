package com.relativity.sync.embedded.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.Closing;
import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;

/** Fresh PostgreSQL and Kafka with a directory for everything, on which services are started. PostgreSQL commits durably. */
final class Site implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final String HEAP = "-Xmx256m";

    private final Path home;
    private final Database database;
    private final int brokerPort;
    private Broker broker;
    private int logs;

    private Site(Path home, Database database, int brokerPort) {
        this.home = home;
        this.database = database;
        this.brokerPort = brokerPort;
    }

    static Site open() throws IOException {
        Path home = Files.createTempDirectory("sync-measure");
        Files.createDirectories(home.resolve("imports"));
        var site = new Site(home, Database.keptIn(home.resolve("postgres")), PackagedService.freePort());
        site.startBroker();
        return site;
    }

    void startBroker() throws IOException {
        broker = Broker.keptIn(home.resolve("kafka"), brokerPort);
    }

    void stopBroker() {
        broker.close();
    }

    Services start(Layout layout) throws IOException, InterruptedException {
        return start(layout, List.of());
    }

    /** Starts the service in this layout and waits until it is ready. */
    Services start(Layout layout, List<String> jvmOptions) throws IOException, InterruptedException {
        var closing = new Closing();
        PackagedService rest = null;
        PackagedService agent = null;
        for (String roles : layout.processes()) {
            agent = closing.with(process(roles, jvmOptions));
            rest = rest == null ? agent : rest;
            agent.awaitReady(READY);
        }
        return new Services(closing, rest, agent);
    }

    PackagedService process(String roles, List<String> jvmOptions) throws IOException {
        var settings = new HashMap<String, String>();
        settings.put("SYNC_ROLES", roles);
        settings.put("SYNC_WORKSPACES_FILES", home.resolve("files").toString());
        settings.put("SYNC_WORKSPACES_IMPORTS", home.resolve("imports").toString());
        var options = new java.util.ArrayList<>(List.of(HEAP));
        options.addAll(jvmOptions);
        return PackagedService.start(
                database,
                broker,
                PackagedService.freePort(),
                settings,
                options,
                home.resolve("service-" + ++logs + ".log"));
    }

    /** Processes that belong together. */
    record Services(Closing closing, PackagedService rest, PackagedService agent) implements AutoCloseable {

        @Override
        public void close() {
            closing.close();
        }
    }

    /** Writes a load file of documents with six fields into the import root; answers its parameters. */
    Map<String, Object> loadFile(int documents) throws IOException {
        String name = documents + "-documents.dat";
        try (var writer = Files.newBufferedWriter(home.resolve("imports").resolve(name), StandardCharsets.UTF_8)) {
            writer.write("Control Number|Custodian|Subject|Email From|Email To|Note\n");
            for (int i = 0; i < documents; i++) {
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
        return Map.of("loadFile", name, "columnDelimiter", "|");
    }

    Path home() {
        return home;
    }

    Database database() {
        return database;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), "");
    }

    /** How long a transaction of one row takes on this machine at this moment: what each move of a job costs at least. */
    Spans commits(int count) throws SQLException {
        var spans = new java.util.ArrayList<Double>();
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists measure_commit (n integer)");
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                statement.execute("insert into measure_commit values (1)");
                spans.add(Spans.millisSince(start));
            }
        }
        return Spans.of(spans);
    }

    @Override
    public void close() throws IOException {
        try (database) {
            broker.close();
        }
    }
}
