package com.relativity.sync.joblist;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.Pace;
import com.relativity.sync.job.Progress;
import com.relativity.sync.job.Submitter;

/** How a job is read: a row {@code j} of the list joined with the row {@code h} of its counters. */
final class JobRows {

    static final String COLUMNS = """
            j.job_id, j.workspace_id, j.destination_workspace_id, j.flow, j.job_name, j.correlation_id, j.status, j.history_status, \
            j.cancel_requested_at, j.retry_of, j.retry_root, j.priority, j.labels, j.attempt, j.agent, j.submitted_by, j.by_administrator, \
            j.submitted_at, j.started_at, j.ended_at, j.message, h.total, h.transferred, h.failed, h.bytes, h.step, \
            h.waiting_for, h.waiting_since, h.pace, clock_timestamp() as read_at, """ + Retries.RETRYABLE + " as retryable";

    static final String JOINED = " from sync_job j join job_history h on h.job_history_id = j.job_id ";

    private JobRows() {}

    static Optional<Job> first(RowSet<Row> rows) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(job(iterator.next())) : Optional.empty();
    }

    static Job job(Row row) {
        return new Job(
                row.getLong("job_id"),
                row.getLong("workspace_id"),
                row.getLong("destination_workspace_id"),
                Flow.ofId(row.getString("flow")).orElseThrow(),
                row.getString("job_name"),
                row.getString("correlation_id"),
                JobStatus.valueOf(row.getString("status")),
                HistoryStatus.valueOf(row.getString("history_status")),
                row.getOffsetDateTime("cancel_requested_at") != null,
                row.getLong("retry_of"),
                row.getLong("retry_root"),
                row.getInteger("priority"),
                labels(row.getJsonObject("labels")),
                row.getInteger("attempt"),
                row.getString("agent"),
                progress(row),
                row.getString("submitted_by"),
                row.getBoolean("by_administrator"),
                instant(row.getOffsetDateTime("submitted_at")),
                instant(row.getOffsetDateTime("started_at")),
                instant(row.getOffsetDateTime("ended_at")),
                message(row),
                row.getBoolean("retryable"));
    }

    /** Why it ended as it did, or why it does not go on. */
    private static String message(Row row) {
        if (row.getString("waiting_for") == null || row.getOffsetDateTime("ended_at") != null) {
            return row.getString("message");
        }
        return "Since %s the job waits for %s. It goes on by itself when that is over."
                .formatted(
                        instant(row.getOffsetDateTime("waiting_since")).truncatedTo(ChronoUnit.SECONDS),
                        row.getString("waiting_for"));
    }

    private static Progress progress(Row row) {
        return new Progress(
                row.getLong("total"),
                row.getLong("transferred"),
                row.getLong("failed"),
                row.getLong("bytes"),
                row.getString("step"),
                Pace.of(
                        row.getArrayOfLongs("pace"),
                        row.getInteger("attempt"),
                        instant(row.getOffsetDateTime("read_at"))));
    }

    static Submitter submitter(Row row) {
        Long[] workspaces = row.getArrayOfLongs("submitter_workspaces");
        return new Submitter(
                row.getString("submitted_by"),
                row.getBoolean("by_administrator"),
                workspaces == null ? null : Set.of(workspaces));
    }

    private static Map<String, String> labels(JsonObject labels) {
        return labels.stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, label -> label.getValue().toString()));
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
