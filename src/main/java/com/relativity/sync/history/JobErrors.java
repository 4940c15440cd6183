package com.relativity.sync.history;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;

/** Failures of whole jobs, kept as job history errors of type {@code job}. */
@ApplicationScoped
public class JobErrors {

    private static final String INSERT =
            "insert into job_history_error (job_history_id, type, message) values ($1, 'job', $2)";

    private final Transactions transactions;

    JobErrors(Transactions transactions) {
        this.transactions = transactions;
    }

    /** With the move that the failure leads to. */
    public Uni<Void> add(SqlConnection transaction, long jobId, String message) {
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(jobId, message))
                .replaceWithVoid();
    }

    /** Beside a job that has ended, such as a failed closing step; the items stay as they are. */
    public Uni<Void> add(long jobId, String message) {
        return transactions.query(INSERT, Tuple.of(jobId, message)).replaceWithVoid();
    }
}
