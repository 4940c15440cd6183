package com.relativity.sync.simulation;

import java.io.IOException;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.spi.DatabaseMetadata;

/** A connection of a process, with what lies between it and the server. */
final class PostgresSession implements SqlConnection, Transaction {

    private final SimulatedPostgres server;
    private final SimulatedProcess client;
    private final Promise<Void> completion = Promise.promise();

    private PostgresBackend backend;
    private Future<?> pending;
    private boolean inTransaction;
    private boolean broken;
    private long begunAt = -1;
    private long heard;

    PostgresSession(SimulatedPostgres server, SimulatedProcess client) {
        this.server = server;
        this.client = client;
    }

    /** Something that the server does for a message; a statement may have to wait for others. */
    private interface Deed<T> {
        Future<T> begin();
    }

    SimulatedProcess client() {
        return client;
    }

    Future<RowSet<Row>> execute(String sql, Tuple arguments) {
        return send(() -> statement(sql, arguments));
    }

    private Future<RowSet<Row>> statement(String sql, Tuple arguments) {
        long now = server.time().nowMillis();
        if (backend == null) {
            backend = server.opened(this);
        }
        if (inTransaction && begunAt < 0) {
            begunAt = now;
            backend.send("begin");
        }
        backend.tell(inTransaction ? begunAt : now, now, server.startMillis(), client.name());
        return backend.execute(sql, arguments);
    }

    private <T> Future<T> send(Deed<T> deed) {
        Promise<T> answer = Promise.promise();
        var fate = server.faults().fate();
        server.faults().deliver(client, () -> arrived(deed, fate, answer));
        return answer.future();
    }

    private <T> void arrived(Deed<T> deed, Faults.Fate fate, Promise<T> answer) {
        heard++;
        if (broken || !server.reaches(client)) {
            breakUp();
            answered(() -> answer.fail(new IOException("Connection reset by peer")));
        } else if (fate == Faults.Fate.LOST_BEFORE) {
            breakUp();
            answered(() -> answer.fail(
                    new PgException("terminating connection due to administrator command", "FATAL", "57P01", null)));
        } else {
            long end = server.time().nowMillis() + SimulatedPostgres.STATEMENT_TIMEOUT_MILLIS;
            pending = deed.begin();
            look(pending, fate, answer, end);
        }
    }

    @SuppressWarnings("unchecked")
    private <T> void look(Future<?> result, Faults.Fate fate, Promise<T> answer, long end) {
        if (broken) {
            answered(() -> answer.fail(new IOException("Connection reset by peer")));
            return;
        }
        if (backend != null && server.waits(result, backend)) {
            if (server.time().nowMillis() < end) {
                lookAgain(result, fate, answer, end);
                return;
            }
            server.cancel(result, backend);
        }
        pending = null;
        if (!inTransaction) {
            release();
            server.transactionEnded();
        }
        if (result.failed()) {
            answered(() -> answer.fail(result.cause()));
        } else if (fate == Faults.Fate.LOST_AFTER) {
            breakUp();
            answered(() -> answer.fail(new IOException("Connection reset by peer")));
        } else {
            answered(() -> answer.complete((T) result.result()));
            undoWhenSilent();
        }
    }

    private <T> void lookAgain(Future<?> result, Faults.Fate fate, Promise<T> answer, long end) {
        boolean[] looked = new boolean[1];
        Runnable again = () -> {
            if (!looked[0]) {
                looked[0] = true;
                look(result, fate, answer, end);
            }
        };
        server.whenATransactionEnds(again);
        server.time().plan(null, end - server.time().nowMillis(), again);
    }

    private void answered(Runnable answer) {
        server.time().plan(client, server.faults().delayMillis(), answer);
    }

    private void undoWhenSilent() {
        if (inTransaction && begunAt >= 0) {
            long then = heard;
            server.time().plan(null, SimulatedPostgres.IDLE_TIMEOUT_MILLIS, () -> {
                if (begunAt >= 0 && then == heard) {
                    breakUp();
                }
            });
        }
    }

    /** The server is rid of the session and of what it has not committed. */
    void breakUp() {
        broken = true;
        if (pending != null && backend != null) {
            server.cancel(pending, backend);
            pending = null;
        }
        if (begunAt >= 0) {
            end(backend::rollBack);
        }
        release();
    }

    private void end(Runnable how) {
        begunAt = -1;
        how.run();
        release();
        server.transactionEnded();
    }

    private void release() {
        if (backend != null) {
            server.closed(this, backend);
            backend = null;
        }
    }

    @Override
    public Future<Transaction> begin() {
        inTransaction = true;
        return Future.succeededFuture(this);
    }

    @Override
    public Transaction transaction() {
        return this;
    }

    @Override
    public Future<Void> commit() {
        return this.<Void>send(() -> {
                    if (begunAt >= 0) {
                        end(backend::commit);
                    }
                    return Future.succeededFuture();
                })
                .onComplete(completion);
    }

    @Override
    public Future<Void> rollback() {
        return send(() -> {
            if (begunAt >= 0) {
                end(backend::rollBack);
            }
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<Void> completion() {
        return completion.future();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new PostgresStatement(arguments -> execute(sql, arguments));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return preparedQuery(sql);
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return preparedQuery(sql);
    }

    @Override
    public void begin(Handler<AsyncResult<Transaction>> handler) {
        begin().onComplete(handler);
    }

    @Override
    public void commit(Handler<AsyncResult<Void>> handler) {
        commit().onComplete(handler);
    }

    @Override
    public void rollback(Handler<AsyncResult<Void>> handler) {
        rollback().onComplete(handler);
    }

    @Override
    public void completion(Handler<AsyncResult<Void>> handler) {
        completion().onComplete(handler);
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        close().onComplete(handler);
    }

    @Override
    public SqlConnection prepare(String sql, Handler<AsyncResult<PreparedStatement>> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<PreparedStatement> prepare(String sql) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SqlConnection prepare(String sql, PrepareOptions options, Handler<AsyncResult<PreparedStatement>> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<PreparedStatement> prepare(String sql, PrepareOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SqlConnection exceptionHandler(Handler<Throwable> handler) {
        return this;
    }

    @Override
    public SqlConnection closeHandler(Handler<Void> handler) {
        return this;
    }

    @Override
    public boolean isSSL() {
        return false;
    }

    @Override
    public DatabaseMetadata databaseMetadata() {
        throw new UnsupportedOperationException();
    }
}
