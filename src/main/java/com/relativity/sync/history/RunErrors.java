package com.relativity.sync.history;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.JobHistoryError;
import com.relativity.sync.job.Page;
import com.relativity.sync.sql.Cursor;
import com.relativity.sync.sql.Transactions;

/** Reads the errors of runs, of items and of jobs. */
@ApplicationScoped
public class RunErrors {

    private static final String PAGE = """
            select error_id, type, identifier, message, at, status from job_history_error_record
             where job_history_id = $1 and error_id > $2 and ($3::text is null or type = $3) and ($4::text is null or status = $4)
             order by error_id limit $5
            """;

    private final Transactions transactions;

    RunErrors(Transactions transactions) {
        this.transactions = transactions.forRest();
    }

    /** Which errors a list shows; a null filters nothing. */
    public record Filter(JobHistoryError.Type type, JobHistoryError.Status status) {}

    /** The errors of a run, oldest first. */
    public Uni<Page<JobHistoryError>> of(long jobHistoryId, Filter filter, int limit, String cursor) {
        long after = Cursor.read(cursor, 0);
        return transactions
                .query(
                        PAGE,
                        Tuple.of(
                                jobHistoryId,
                                after,
                                filter.type() == null ? null : filter.type().name(),
                                filter.status() == null ? null : filter.status().name(),
                                limit + 1L))
                .map(rows -> rows.stream().map(RunErrors::error).toList())
                .map(errors -> page(errors, limit));
    }

    /** {@code errors} holds one more than {@code limit} where the list goes on. */
    private static Page<JobHistoryError> page(List<JobHistoryError> errors, int limit) {
        return errors.size() <= limit
                ? new Page<>(errors, null)
                : new Page<>(
                        errors.subList(0, limit),
                        Cursor.after(errors.get(limit - 1).errorId()));
    }

    private static JobHistoryError error(Row row) {
        return new JobHistoryError(
                row.getLong("error_id"),
                JobHistoryError.Type.valueOf(row.getString("type")),
                row.getString("identifier"),
                row.getString("message"),
                row.getOffsetDateTime("at").toInstant(),
                JobHistoryError.Status.valueOf(row.getString("status")));
    }
}
