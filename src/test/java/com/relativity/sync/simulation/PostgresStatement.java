package com.relativity.sync.simulation;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;

/** A statement that waits for its arguments. */
record PostgresStatement(Function<Tuple, Future<RowSet<Row>>> execution) implements PreparedQuery<RowSet<Row>> {

    @Override
    public Future<RowSet<Row>> execute(Tuple arguments) {
        return execution.apply(arguments);
    }

    @Override
    public void execute(Tuple arguments, Handler<AsyncResult<RowSet<Row>>> handler) {
        execute(arguments).onComplete(handler);
    }

    @Override
    public Future<RowSet<Row>> execute() {
        return execute(Tuple.tuple());
    }

    @Override
    public void execute(Handler<AsyncResult<RowSet<Row>>> handler) {
        execute().onComplete(handler);
    }

    @Override
    public void executeBatch(List<Tuple> batch, Handler<AsyncResult<RowSet<Row>>> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<RowSet<Row>> executeBatch(List<Tuple> batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
        throw new UnsupportedOperationException();
    }
}
