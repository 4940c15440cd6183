package com.relativity.sync.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL server of its own on a free port of this machine, with a database {@code sync} that belongs to the role {@code sync}. */
public final class Database implements AutoCloseable {

    private static final String NAME = "sync";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts on the data in {@code directory}, which is made where it is missing and kept at the end. Commits are durable. */
    public static Database keptIn(Path directory) throws IOException {
        return keptIn(directory, PackagedService.freePort());
    }

    /** As {@link #keptIn(Path)}, on a port of the caller's choice, so that it can come back where it was. */
    public static Database keptIn(Path directory, int port) throws IOException {
        Files.createDirectories(directory.getParent());
        return prepared(builder()
                .setPort(port)
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on"));
    }

    /** Starts on fresh data that is removed at the end. */
    public static Database fresh() throws IOException {
        return prepared(builder());
    }

    /**
     * The same that lets its role in by TLS and with {@code password} only (SCRAM-SHA-256).
     *
     * @param directory for its file of who is let in; made where it is missing
     */
    public static Database secured(Path directory, Authority.Server identity, String password) throws IOException {
        Files.createDirectories(directory);
        Path letIn = Files.writeString(directory.resolve("pg_hba.conf"), """
                host    all  postgres 127.0.0.1/32 trust
                host    all  postgres ::1/128      trust
                hostssl %1$s %1$s     127.0.0.1/32 scram-sha-256
                hostssl %1$s %1$s     ::1/128      scram-sha-256
                """.formatted(NAME));
        var database = prepared(builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", identity.certificate().toString())
                .setServerConfig("ssl_key_file", identity.key().toString())
                .setServerConfig("hba_file", letIn.toString()));
        database.execute("alter role " + NAME + " password '" + password + "'");
        return database;
    }

    private static EmbeddedPostgres.Builder builder() {
        // C.UTF-8 of the built-in provider: the same sort order on every machine, whatever its locale.
        return EmbeddedPostgres.builder()
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("max_connections", "200")
                .setPGStartupWait(START_LIMIT)
                .setRegisterShutdownHook(false);
    }

    /** One more database on the same server, of the same role. Answers its URL for the reactive client; with {@code jdbc:} before it, for the JDBC driver. */
    public String another(String name) throws IOException {
        execute("create database " + name + " owner " + NAME);
        return "postgresql://localhost:" + server.getPort() + "/" + name;
    }

    private void execute(String sql) throws IOException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IOException("The embedded PostgreSQL refused a statement", refused);
        }
    }

    private static Database prepared(EmbeddedPostgres.Builder builder) throws IOException {
        var server = builder.start();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            var known = statement.executeQuery("select 1 from pg_roles where rolname = '" + NAME + "'");
            if (!known.next()) {
                statement.execute("create role " + NAME + " login");
                statement.execute("create database " + NAME + " owner " + NAME);
            }
        } catch (SQLException notPrepared) {
            server.close();
            throw new IOException("The embedded PostgreSQL started, but could not be prepared", notPrepared);
        }
        return new Database(server);
    }

    /** For the JDBC driver, without the role. */
    public String jdbcUrl() {
        return jdbcUrl(server.getPort());
    }

    /** For the reactive client, without the role. */
    public String reactiveUrl() {
        return reactiveUrl(server.getPort());
    }

    /** For the JDBC driver, of a server on this port. */
    public static String jdbcUrl(int port) {
        return "jdbc:postgresql://localhost:" + port + "/" + NAME;
    }

    private static String reactiveUrl(int port) {
        return "postgresql://localhost:" + port + "/" + NAME;
    }

    /** What tells the service of this server. */
    Map<String, String> environment() {
        return environment(server.getPort());
    }

    /** What tells the service of a server on this port, whether it is there yet or not. */
    public static Map<String, String> environment(int port) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl(port),
                "QUARKUS_DATASOURCE_REACTIVE_URL", reactiveUrl(port),
                "QUARKUS_DATASOURCE_USERNAME", NAME);
    }

    public String user() {
        return NAME;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
