package com.relativity.sync.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/**
 * A real PostgreSQL server at the end of simulated wires. Every statement, commit and rollback is a message of its own, so transactions of
 * several processes run into each other as they do in the world. One that
 * waits for another's lock does so in the real server. Sessions of a dead process are undone, and so is a transaction whose client is silent for too long.
 */
final class SimulatedPostgres implements AutoCloseable {

    /** As the service sets them for its sessions. */
    static final long STATEMENT_TIMEOUT_MILLIS = 60_000;

    static final long IDLE_TIMEOUT_MILLIS = 60_000;

    /** Of real time: soon after it, the server undoes one of two transactions that wait for each other. */
    private static final long DEADLOCK_MILLIS = 10;

    /** Of real time: what has no answer by then may be waiting for a lock. */
    private static final long QUICK_MILLIS = 2;

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
                .addProperty("deadlock_timeout", Long.toString(DEADLOCK_MILLIS));
        this.observer = connect();
    }

    private PostgresBackend connect() {
        return new PostgresBackend(PostgresBackend.await(PgConnection.connect(vertx, options)));
    }

    /** A new world: nothing is stored, nobody is connected. */
    void begin(VirtualTime newTime, Faults newFaults) {
        List.copyOf(open).forEach(PostgresSession::breakUp);
        waiting.clear();
        time = newTime;
        faults = newFaults;
        awayUntil = 0;
        start = LONG_AGO;
        observer.run(
                "delete from sync_job; delete from sync_agent; delete from job_event; delete from job_event_sequence;"
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
        return PostgresBackend.await(observer.execute(sql, Tuple.tuple()));
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

    /** What waited for its locks is looked at again. */
    void transactionEnded() {
        var next = List.copyOf(waiting);
        waiting.clear();
        next.forEach(again -> time.plan(null, 0, again));
    }

    /** Whether the statement waits for what another session holds. When not, it has its answer. */
    boolean waits(Future<?> answer, PostgresBackend backend) {
        boolean certain = isAnswered(answer, QUICK_MILLIS);
        while (!certain) {
            if (isHeldUp(backend)) {
                // two that wait for each other: the server ends the wait of one of them
                return waiting.isEmpty() || !isAnswered(answer, 2 * DEADLOCK_MILLIS);
            }
            certain = isAnswered(answer, QUICK_MILLIS);
        }
        return false;
    }

    private static boolean isAnswered(Future<?> answer, long millis) {
        try {
            answer.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException refused) {
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private boolean isHeldUp(PostgresBackend backend) {
        var held = PostgresBackend.await(observer.execute(
                "select cardinality(pg_blocking_pids($1)) > 0 as held", Tuple.of(backend.processId())));
        return held.iterator().next().getBoolean("held");
    }

    /** Ends the wait of a statement, which then fails. */
    void cancel(Future<?> answer, PostgresBackend backend) {
        while (!answer.isComplete()) {
            PostgresBackend.await(observer.execute("select pg_cancel_backend($1)", Tuple.of(backend.processId())));
            isAnswered(answer, QUICK_MILLIS);
        }
    }

    void whenATransactionEnds(Runnable again) {
        waiting.add(again);
    }

    @Override
    public void close() {
        PostgresBackend.await(vertx.close());
    }
}
