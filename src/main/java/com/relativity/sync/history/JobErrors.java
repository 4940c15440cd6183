package com.relativity.sync.history;

import java.util.Collection;

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

    // A record that retention removes at this moment needs no error any more.
    private static final String INSERT_AFTER_THE_END = """
            insert into job_history_error (job_history_id, type, message)
            select job_id, 'job', $2 from sync_job where job_id = $1 for key share
            """;

    private static final String REMOVE = """
            delete from job_history_error where error_id = any(array(
              select error_id from job_history_error where job_history_id = any($1) limit $2 for update skip locked))
            """;

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
        return transactions
                .query(INSERT_AFTER_THE_END, Tuple.of(jobId, message))
                .replaceWithVoid();
    }

    /**
     * Removes errors, of items too, of runs whose record is about to go; at most {@code limit}. Answers with their number. Their snapshots go
     * first: without its errors, one would tell a retry that all of its items were transferred.
     */
    public Uni<Integer> remove(SqlConnection transaction, Collection<Long> jobIds, int limit) {
        Long[] ids = jobIds.toArray(Long[]::new);
        return transaction
                .preparedQuery("delete from run_snapshot where job_id = any($1)")
                .execute(Tuple.of(ids))
                .chain(() -> transaction.preparedQuery(REMOVE).execute(Tuple.of(ids, limit)))
                .map(gone -> gone.rowCount());
    }
}
