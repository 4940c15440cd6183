package com.relativity.sync.sql;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import org.hibernate.HibernateException;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.RulesViolated;

/** Runs statements, alone or several in one transaction. Within a transaction, one statement at a time. */
@ApplicationScoped
public class Transactions {

    /**
     * SQL states of a server that is starting, stopping, full, or was stopped by somebody, or that undid one of two transactions that were in
     * each other's way: trying again later can help.
     */
    private static final Set<String> AWAY =
            Set.of("57P01", "57P02", "57P03", "53300", "25006", "08000", "08003", "08006", "40P01", "40001");

    /** A text that PostgreSQL cannot keep: it holds U+0000, or is not Unicode. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private final Pool pool;

    Transactions(Pool pool) {
        this.pool = pool;
    }

    /** Commits what {@code work} did, or nothing when it fails. The answer comes after the commit. */
    public <T> Uni<T> inOne(Function<SqlConnection, Uni<T>> work) {
        return orDependencyDown(pool.withTransaction(work));
    }

    /** One statement that is a transaction of its own. */
    public Uni<RowSet<Row>> query(String sql, Tuple arguments) {
        return orDependencyDown(pool.preparedQuery(sql).execute(arguments));
    }

    /** Tells a database that is away, and a text that no database can keep, from a statement that failed. */
    public static <T> Uni<T> orDependencyDown(Uni<T> answer) {
        return answer.onFailure(Transactions::isAway)
                .transform(away -> new DependencyDown("PostgreSQL", away))
                .onFailure(Transactions::isUnstorable)
                .transform(
                        refused -> new RulesViolated(
                                "",
                                "a text contains the NUL character (U+0000) or is not valid Unicode; such texts cannot be kept"));
    }

    private static boolean isUnstorable(Throwable failure) {
        return failure instanceof PgException refused && UNSTORABLE.contains(refused.getSqlState());
    }

    private static boolean isAway(Throwable failure) {
        if (failure instanceof CompletionException || failure instanceof HibernateException) {
            return failure.getCause() != null && isAway(failure.getCause());
        }
        if (failure instanceof PgException refused) {
            return AWAY.contains(refused.getSqlState());
        }
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof VertxException
                || failure instanceof NoStackTraceThrowable;
    }
}
