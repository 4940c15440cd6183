package com.relativity.sync.joblist;

import java.util.Arrays;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.outbox.Outbox;

/** Moves of the finer status while an agent has the job, each with its event. */
final class HistoryMoves {

    private static final String MOVE = """
            with j as (
              update sync_job set history_status = $3
               where job_id = $1 and attempt = $2 and status = 'Processing' and history_status = any($4)
              returning *)
            select %s from j join job_history h on h.job_history_id = j.job_id
            """.formatted(JobRows.COLUMNS);

    private HistoryMoves() {}

    /** Does nothing where the run stands at none of {@code from}, or has the job no more. */
    static Uni<Void> move(
            SqlConnection transaction, Outbox outbox, RunKey run, HistoryStatus to, HistoryStatus... from) {
        String[] movable = Arrays.stream(from).map(HistoryStatus::name).toArray(String[]::new);
        return transaction
                .preparedQuery(MOVE)
                .execute(Tuple.of(run.jobId(), run.attempt(), to.name(), movable))
                .map(JobRows::first)
                .flatMap(moved -> moved.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : outbox.append(transaction, JobEvent.StatusChanged.of(JobStatus.Processing, moved.get())));
    }
}
