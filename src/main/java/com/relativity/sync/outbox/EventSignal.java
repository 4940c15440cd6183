package com.relativity.sync.outbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import org.jboss.logging.Logger;

import com.relativity.sync.sql.ConnectionPool;

/**
 * Wakes those who wait for events, in this process and, by a PostgreSQL notification, in the others. A hint that may be lost or come for
 * nothing: it saves waiting, never replaces looking.
 *
 * <p>Notifications are sent beside the transactions, not in them, and at most one in {@link #PAUSE_MILLIS}: PostgreSQL commits transactions
 * that notify one after the other, which would take the submissions' commits apart.
 */
@ApplicationScoped
public class EventSignal {

    private static final Logger LOG = Logger.getLogger(EventSignal.class);
    private static final String CHANNEL = "sync_job_event";
    private static final long PAUSE_MILLIS = 5;
    private static final long RECONNECT_MILLIS = 1000;

    /** A connection that has been silent for so long is made anew: it may be broken without a word. */
    private static final int SILENCE_SECONDS = 60;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Vertx vertx;
    private final Pool pool;
    private final ConnectionPool connections;
    private final AtomicReference<PgConnection> listening = new AtomicReference<>();
    private volatile boolean stopped;
    private final String self = java.util.UUID.randomUUID().toString();

    EventSignal(Vertx vertx, Pool pool, ConnectionPool connections) {
        this.vertx = vertx;
        this.pool = pool;
        this.connections = connections;
    }

    void start(@Observes Startup started) {
        connect();
    }

    private void connect() {
        if (stopped) {
            return;
        }
        connections
                .server()
                .map(server -> PgConnection.connect(vertx, listening(server)))
                .orElseGet(() -> Future.failedFuture("The pool is not there yet"))
                .onSuccess(this::listen)
                .onFailure(this::connectLater);
    }

    private static PgConnectOptions listening(PgConnectOptions server) {
        server.setIdleTimeout(SILENCE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
        return server;
    }

    /** A connection may break before, while and after it begins to listen; each is followed by one other. */
    private void listen(PgConnection connection) {
        listening.set(connection);
        var lost = new AtomicBoolean();
        connection.notificationHandler(notification -> {
            if (!notification.getPayload().equals(self)) {
                wake();
            }
        });
        connection.closeHandler(closed -> {
            if (lost.compareAndSet(false, true)) {
                connectLater(null);
            }
        });
        connection.query("listen " + CHANNEL).execute().onFailure(broken -> {
            if (lost.compareAndSet(false, true)) {
                connection.close();
                connectLater(broken);
            }
        });
    }

    private void connectLater(Throwable away) {
        LOG.debugf(away, "Not listening for events of other processes at the moment");
        vertx.setTimer(RECONNECT_MILLIS, due -> connect());
    }

    void stop(@Observes Shutdown stopping) {
        stopped = true;
        var connection = listening.get();
        if (connection != null) {
            connection.close();
        }
    }

    /** {@code listener} is called on any thread and must neither block nor throw. */
    public Registration listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Something was committed that others wait for. */
    void raise() {
        wake();
        if (scheduled.compareAndSet(false, true)) {
            vertx.setTimer(PAUSE_MILLIS, due -> {
                scheduled.set(false);
                pool.preparedQuery("select pg_notify($1, $2)")
                        .execute(io.vertx.sqlclient.Tuple.of(CHANNEL, self))
                        .onFailure(away -> LOG.debugf("Other processes were not notified: %s", away.getMessage()));
            });
        }
    }

    private void wake() {
        listeners.forEach(Runnable::run);
    }

    /** Ends with {@link #close}. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
