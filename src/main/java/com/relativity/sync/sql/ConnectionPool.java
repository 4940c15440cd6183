package com.relativity.sync.sql;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/**
 * The pool of all statements. A connection whose server has vanished without a word is given up when it has been silent for longer than any
 * statement may take, so that it does not keep its place for good.
 */
@Singleton
class ConnectionPool implements PgPoolCreator {

    private static final Duration SILENCE_AFTER_LIMIT = Duration.ofSeconds(5);

    private final SqlSettings settings;

    ConnectionPool(SqlSettings settings) {
        this.settings = settings;
    }

    @Override
    public Pool create(Input input) {
        var connections = input.pgConnectOptionsList();
        connections.forEach(connection -> connection
                .setConnectTimeout(Math.toIntExact(settings.connectLimit().toMillis()))
                .setTcpKeepAlive(true)
                .setIdleTimeout(Math.toIntExact(
                        settings.limit().plus(SILENCE_AFTER_LIMIT).toSeconds()))
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
        return PgBuilder.pool()
                // Whoever waits has a limit of its own (Transactions); the pool's limit fails what it has served
                // already.
                .with(input.poolOptions().setConnectionTimeout(0).setMaxWaitQueueSize(settings.mostWaiting()))
                .connectingTo(List.<SqlConnectOptions>copyOf(connections))
                .using(input.vertx())
                .build();
    }
}
