package com.relativity.sync.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A fresh PostgreSQL, Kafka, file share and import root, started once for all tests of a JVM. */
public final class EmbeddedServices implements QuarkusTestResourceLifecycleManager {

    private Database database;
    private Broker broker;
    private Path files;

    @Override
    public Map<String, String> start() {
        try {
            files = Files.createTempDirectory("sync-tests");
            database = Database.fresh();
            broker = Broker.keptIn(files.resolve("kafka"));
            Files.createDirectories(files.resolve("imports"));
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.reactive.url", database.reactiveUrl(),
                "quarkus.datasource.username", database.user(),
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "sync.workspaces.files", files.resolve("files").toString(),
                "sync.workspaces.imports", files.resolve("imports").toString());
    }

    @Override
    public void stop() {
        try {
            broker.close();
            database.close();
            deleteTree(files);
        } catch (IOException notStopped) {
            throw new UncheckedIOException(notStopped);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
