package com.relativity.sync.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/**
 * A real PostgreSQL server at the end of simulated wires. Every statement, commit and rollback is a message of its own, so transactions of
 * several processes run into each other as they do in the world. One that would wait for another's lock is tried again when a transaction
 * ends. Sessions of a dead process are undone, and so is a transaction whose client is silent for too long.
 */
final class SimulatedPostgres implements AutoCloseable {

    /** As the service sets them for its sessions. */
    static final long STATEMENT_TIMEOUT_MILLIS = 60_000;

    static final long IDLE_TIMEOUT_MILLIS = 60_000;

    private static final long LONG_AGO = -3_600_000;
    private static final int WORLDS_BETWEEN_VACUUMS = 25;

    private final Vertx vertx = Vertx.vertx();
    private final PgConnectOptions options;
    private final Deque<PostgresBackend> free = new ArrayDeque<>();
    private final PostgresBackend observer;

    private VirtualTime time;
    private Faults faults;
    private final Set<PostgresSession> open = new LinkedHashSet<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private int worlds;
    private long awayUntil;
    private long start;

    SimulatedPostgres(String url, String user) {
        this.options = PgConnectOptions.fromUri(url)
                .setUser(user)
                .setCachePreparedStatements(true)
                .addProperty("search_path", "simulated, pg_catalog, public")
                .addProperty("lock_timeout", "1");
        this.observer = connect();
    }

    private PostgresBackend connect() {
        return new PostgresBackend((PgConnection) PostgresBackend.await(PgConnection.connect(vertx, options)));
    }

    /** A new world: nothing is stored, nobody is connected. */
    void begin(VirtualTime newTime, Faults newFaults) {
        List.copyOf(open).forEach(PostgresSession::breakUp);
        waiting.clear();
        time = newTime;
        faults = newFaults;
        awayUntil = 0;
        start = LONG_AGO;
        observer.run("delete from sync_job; delete from sync_agent; delete from job_event; delete from job_event_sequence;"
                + " delete from sync_relay; delete from simulated.broken;"
                + " select setval('sync_job_job_id_seq', 1, false), setval('sync_agent_agent_id_seq', 1, false)");
        if (worlds++ % WORLDS_BETWEEN_VACUUMS == 0) {
            observer.run("vacuum");
        }
    }

    Vertx vertx() {
        return vertx;
    }

    VirtualTime time() {
        return time;
    }

    Faults faults() {
        return faults;
    }

    /** The pool of a process. */
    Pool pool(SimulatedProcess client) {
        return new PostgresPool(this, client);
    }

    /** What is stored, seen from outside the simulation. */
    RowSet<Row> look(String sql) {
        try {
            return observer.execute(sql, Tuple.tuple());
        } catch (PostgresBackend.Blocked impossible) {
            throw new IllegalStateException("A look waits for a lock", impossible);
        }
    }

    /** The server is killed and comes back. */
    void goAway(long millis) {
        awayUntil = Math.max(awayUntil, time.nowMillis() + millis);
        start = awayUntil;
        List.copyOf(open).forEach(PostgresSession::breakUp);
    }

    void comeBack() {
        awayUntil = 0;
        start = Math.min(start, time.nowMillis());
    }

    boolean reaches(SimulatedProcess client) {
        return time.nowMillis() >= awayUntil && !client.isCutOff(time.nowMillis());
    }

    long startMillis() {
        return start;
    }

    /** The process is gone; the server notices by its connections. */
    void disconnect(SimulatedProcess client) {
        open.stream()
                .filter(session -> session.client() == client)
                .forEach(session -> time.plan(null, faults.anyOf(50), session::breakUp));
    }

    PostgresBackend opened(PostgresSession session) {
        open.add(session);
        return free.isEmpty() ? connect() : free.pop();
    }

    void closed(PostgresSession session, PostgresBackend backend) {
        open.remove(session);
        free.push(backend);
    }

    /** What waited for its locks is tried again. */
    void transactionEnded() {
        var next = List.copyOf(waiting);
        waiting.clear();
        next.forEach(again -> time.plan(null, 0, again));
    }

    boolean othersAreOpen() {
        return open.size() > 1;
    }

    void whenATransactionEnds(Runnable again) {
        waiting.add(again);
    }

    @Override
    public void close() {
        PostgresBackend.await(vertx.close());
    }
}
