package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.embedded.Signals;

/** PostgreSQL as a tree of processes that can be killed and started again on its data, always on the same port. Commits are durable. */
final class DatabaseProcess implements AutoCloseable {

    private static final int LIMIT_SECONDS = 20;

    private final Path directory;
    private final int port;
    private Database database;

    DatabaseProcess(Path directory) throws IOException {
        this.directory = directory;
        this.port = PackagedService.freePort();
        start();
    }

    int port() {
        return port;
    }

    void start() throws IOException {
        database = Database.keptIn(directory, port);
    }

    /** SIGKILL to all of its processes. */
    void kill() throws IOException, InterruptedException {
        var postmaster = postmaster();
        var tree =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : tree) {
            try {
                process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException alive) {
                throw new IOException("PostgreSQL's process " + process.pid() + " does not die", alive);
            }
        }
        // There is no server to stop any more; this frees the data directory for the next one.
        database.close();
    }

    /** SIGSTOP to all of its processes. */
    void pause() throws IOException, InterruptedException {
        for (ProcessHandle process : tree()) {
            Signals.pause(process);
        }
    }

    void goOn() throws IOException, InterruptedException {
        for (ProcessHandle process : tree()) {
            Signals.goOn(process);
        }
    }

    private List<ProcessHandle> tree() throws IOException {
        var postmaster = postmaster();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip());
        return ProcessHandle.of(pid)
                .orElseThrow(() -> new IOException("PostgreSQL's process " + pid + " is not there"));
    }

    /** Ends all sessions of the service. Answers how many there were. */
    int terminateSessions() throws SQLException {
        try (var connection = connect("postgres");
                var statement = connection.createStatement();
                var ended = statement.executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where datname = 'sync' and pid <> pg_backend_pid()")) {
            ended.next();
            return ended.getInt(1);
        }
    }

    /** Past every link. */
    Connection connect(String user) throws SQLException {
        return DriverManager.getConnection(Database.jdbcUrl(port) + "?user=" + user);
    }

    /** Also one that stands still. */
    @Override
    public void close() throws IOException {
        try {
            goOn();
        } catch (IOException notThere) {
            // killed, and not started again
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
