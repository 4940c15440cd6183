package com.relativity.sync.sql;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/**
 * The pool of all statements. A connection whose server has vanished without a word is given up when it has been silent for longer than any
 * statement may take, so that it does not keep its place for good.
 */
@Singleton
public class ConnectionPool implements PgPoolCreator {

    private static final Duration SILENCE_AFTER_LIMIT = Duration.ofSeconds(5);

    private final SqlSettings settings;
    private final AtomicReference<PgConnectOptions> server = new AtomicReference<>();

    ConnectionPool(SqlSettings settings) {
        this.settings = settings;
    }

    /**
     * How the pool reaches the server, for a connection beside it: address, role, password, TLS. Empty before the pool is there.
     */
    public Optional<PgConnectOptions> server() {
        return Optional.ofNullable(server.get()).map(PgConnectOptions::new);
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
        server.set(connections.get(0));
        return PgBuilder.pool()
                // Whoever waits has a limit of its own (Transactions); the pool's limit fails what it has served
                // already.
                .with(input.poolOptions().setConnectionTimeout(0).setMaxWaitQueueSize(settings.mostWaiting()))
                .connectingTo(List.<SqlConnectOptions>copyOf(connections))
                .using(input.vertx())
                .build();
    }
}
