package com.relativity.sync.history;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.JobHistory;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.job.Page;
import com.relativity.sync.problem.JobHistoryNotFound;
import com.relativity.sync.sql.Cursor;
import com.relativity.sync.sql.Transactions;

/** Reads what runs did. */
@ApplicationScoped
public class JobHistories {

    private static final String RECORD = "select * from job_history_record where job_history_id = $1";

    private static final String OF_WORKSPACE = """
            select * from job_history_record where workspace_id = $1 and job_history_id < $2
             order by job_history_id desc limit $3
            """;

    private final Transactions transactions;

    JobHistories(Transactions transactions) {
        this.transactions = transactions.forRest();
    }

    /** Fails with {@link JobHistoryNotFound}. */
    public Uni<JobHistory> record(long jobHistoryId) {
        return transactions
                .query(RECORD, Tuple.of(jobHistoryId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(JobHistories::record)
                        .orElseThrow(() -> new JobHistoryNotFound(jobHistoryId)));
    }

    /** The runs of a source workspace, newest first. */
    public Uni<Page<JobHistory>> ofWorkspace(long workspaceId, int limit, String cursor) {
        long before = Cursor.read(cursor, Long.MAX_VALUE);
        // One more than is shown tells whether the list goes on.
        return transactions
                .query(OF_WORKSPACE, Tuple.of(workspaceId, before, limit + 1))
                .map(rows -> page(rows, limit));
    }

    private static Page<JobHistory> page(RowSet<Row> rows, int limit) {
        var records = StreamSupport.stream(rows.spliterator(), false)
                .map(JobHistories::record)
                .toList();
        boolean more = records.size() > limit;
        List<JobHistory> shown = more ? records.subList(0, limit) : records;
        String next = more ? Cursor.after(shown.get(limit - 1).jobHistoryId()) : null;
        return new Page<>(shown, next);
    }

    private static JobHistory record(Row row) {
        return new JobHistory(
                row.getLong("job_history_id"),
                row.getLong("job_id"),
                row.getLong("workspace_id"),
                row.getLong("destination_workspace_id"),
                row.getString("name"),
                Flow.ofId(row.getString("flow")).orElseThrow(),
                OverwriteMode.valueOf(row.getString("overwrite_mode")),
                HistoryStatus.valueOf(row.getString("status")),
                instant(row.getOffsetDateTime("started_at")),
                instant(row.getOffsetDateTime("ended_at")),
                row.getLong("total"),
                row.getLong("read_items"),
                row.getLong("transferred"),
                row.getLong("failed"),
                row.getLong("bytes"),
                row.getLong("retry_of"));
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
