package com.relativity.sync.simulation;

import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** A session of the real server. It takes the simulation's time for the time. */
final class PostgresBackend {

    private static final long LIMIT_SECONDS = 30;
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final PgConnection connection;
    private String told = "";

    PostgresBackend(PgConnection connection) {
        this.connection = connection;
    }

    static String timestamp(long millis) {
        return BEGINNING.plusMillis(millis).toString();
    }

    /** For the statements that follow: the times, and the process that they come from. */
    void tell(long transactionMillis, long nowMillis, long serverStartMillis, String client) {
        String telling = transactionMillis + " " + nowMillis + " " + serverStartMillis + " " + client;
        if (!telling.equals(told)) {
            told = telling;
            connection
                    .preparedQuery(
                            "select set_config('simulated.now', $1, false), set_config('simulated.clock', $2, false),"
                                    + " set_config('simulated.start', $3, false), set_config('simulated.client', $4, false)")
                    .execute(Tuple.of(
                            timestamp(transactionMillis), timestamp(nowMillis), timestamp(serverStartMillis), client));
        }
    }

    /** Goes out with the next statement. */
    void send(String command) {
        connection.query(command).execute();
    }

    Future<RowSet<Row>> execute(String sql, Tuple arguments) {
        return connection.preparedQuery(sql).execute(arguments);
    }

    int processId() {
        return connection.processId();
    }

    /** Several statements that need no arguments. */
    void run(String script) {
        await(connection.query(script).execute());
    }

    void commit() {
        run("commit");
    }

    void rollBack() {
        run("rollback");
        told = "";
    }

    static <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("The real server failed", failure.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("The real server does not answer", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
