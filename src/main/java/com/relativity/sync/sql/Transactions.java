package com.relativity.sync.sql;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.RulesViolated;

/**
 * Runs statements, alone or several in one transaction. Within a transaction, one statement at a time. What fails with
 * {@link DependencyDown} may have been committed all the same: the answer may be what was lost.
 */
@ApplicationScoped
public class Transactions {

    /**
     * SQL states, or their classes, of a server that is starting, stopping, full, slow, or was stopped by somebody, that lets this service or its
     * password not in or does not have its database yet, or that undid one of two transactions that were in each other's way: trying again
     * later can help.
     */
    private static final List<String> AWAY = List.of("08", "25006", "25P03", "28", "3D000", "40", "53", "57", "58");

    /** A statement that the server ended, usually by its statement_timeout: the server is there, and the next time may take as long. */
    private static final String CANCELED = "57014";

    /** A text that PostgreSQL cannot keep: it holds U+0000, or is not Unicode. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    /** A guard of the schema, and a check constraint. */
    private static final Set<String> INVARIANTS = Set.of("SR001", "23514");

    private static final Logger LOG = Logger.getLogger(Transactions.class);

    private final Pool pool;
    private final SqlSettings settings;
    private final Counter brokenInvariants;
    private final Duration limit;

    @Inject
    Transactions(Pool pool, SqlSettings settings, MeterRegistry metrics) {
        this(pool, settings, metrics.counter("sync.invariants.broken"), settings.limit());
    }

    private Transactions(Pool pool, SqlSettings settings, Counter brokenInvariants, Duration limit) {
        this.pool = pool;
        this.settings = settings;
        this.brokenInvariants = brokenInvariants;
        this.limit = limit;
    }

    /** The same for callers who wait shorter. */
    public Transactions within(Duration shorter) {
        return new Transactions(pool, settings, brokenInvariants, shorter);
    }

    /** The same for what a client of REST waits for. */
    public Transactions forRest() {
        return within(settings.limitOfRest());
    }

    /** Commits what {@code work} did, or nothing when it fails. The answer comes after the commit. */
    public <T> Uni<T> inOne(Function<SqlConnection, Uni<T>> work) {
        return orDependencyDown(watched(limited(pool.withTransaction(work))));
    }

    /** One statement that is a transaction of its own. */
    public Uni<RowSet<Row>> query(String sql, Tuple arguments) {
        return orDependencyDown(watched(limited(pool.preparedQuery(sql).execute(arguments))));
    }

    /** A server that neither answers nor breaks the connection is away, too. */
    private <T> Uni<T> limited(Uni<T> answer) {
        return answer.ifNoItem().after(limit).failWith(() -> new NoAnswer(limit));
    }

    /** What the server refused because it would have broken a guarantee is a defect that operators must hear of. */
    private <T> Uni<T> watched(Uni<T> answer) {
        return answer.onFailure(Transactions::breaksInvariant).invoke(refused -> {
            LOG.errorf("A write was refused that would have broken a guarantee: %s", refused.getMessage());
            brokenInvariants.increment();
        });
    }

    private static boolean breaksInvariant(Throwable failure) {
        return failure instanceof PgException refused && INVARIANTS.contains(refused.getSqlState());
    }

    private static final class NoAnswer extends IOException {

        NoAnswer(Duration limit) {
            super("no answer within " + limit);
        }
    }

    /** Tells a database that is away or too slow, and a text that no database can keep, from a statement that failed. */
    private static <T> Uni<T> orDependencyDown(Uni<T> answer) {
        return answer.onFailure(Transactions::tookTooLong)
                .transform(DependencyDown::tooSlow)
                .onFailure(Transactions::isAway)
                .transform(away -> new DependencyDown("PostgreSQL", away))
                .onFailure(Transactions::isUnstorable)
                .transform(
                        refused -> new RulesViolated(
                                "",
                                "a text contains the NUL character (U+0000) or is not valid Unicode; such texts cannot be kept"));
    }

    private static boolean tookTooLong(Throwable failure) {
        return failure instanceof CompletionException
                ? failure.getCause() != null && tookTooLong(failure.getCause())
                : failure instanceof PgException refused && CANCELED.equals(refused.getSqlState());
    }

    private static boolean isUnstorable(Throwable failure) {
        return failure instanceof PgException refused && UNSTORABLE.contains(refused.getSqlState());
    }

    private static boolean isAway(Throwable failure) {
        if (failure instanceof CompletionException) {
            return failure.getCause() != null && isAway(failure.getCause());
        }
        if (failure instanceof PgException refused) {
            return AWAY.stream().anyMatch(refused.getSqlState()::startsWith);
        }
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof VertxException
                || failure instanceof ConnectionPoolTooBusyException
                || failure instanceof NoStackTraceThrowable;
    }
}
