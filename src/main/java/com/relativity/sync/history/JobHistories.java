package com.relativity.sync.history;

import java.util.List;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.job.JobHistory;
import com.relativity.sync.job.JobHistoryError;
import com.relativity.sync.job.Page;
import com.relativity.sync.problem.JobHistoryNotFound;
import com.relativity.sync.sql.Cursor;
import com.relativity.sync.sql.Transactions;

/** Reads what runs did. */
@ApplicationScoped
public class JobHistories {

    private final Records records;
    private final Errors errors;

    JobHistories(Records records, Errors errors) {
        this.records = records;
        this.errors = errors;
    }

    /** Fails with {@link JobHistoryNotFound}. */
    @WithSession
    public Uni<JobHistory> record(long jobHistoryId) {
        return Transactions.orDependencyDown(records.findById(jobHistoryId))
                .onItem()
                .ifNull()
                .failWith(() -> new JobHistoryNotFound(jobHistoryId))
                .map(JobHistoryRow::toJobHistory);
    }

    /** The runs of a source workspace, newest first. */
    @WithSession
    public Uni<Page<JobHistory>> ofWorkspace(long workspaceId, int limit, String cursor) {
        long before = Cursor.read(cursor, Long.MAX_VALUE);
        return Transactions.orDependencyDown(records.find(
                                "workspaceId = ?1 and jobHistoryId < ?2 order by jobHistoryId desc",
                                workspaceId,
                                before)
                        .range(0, limit)
                        .list())
                .map(rows -> page(rows, limit, row -> row.jobHistoryId, JobHistoryRow::toJobHistory));
    }

    /** The errors of a run, oldest first; {@code type} may be null for all. */
    @WithSession
    public Uni<Page<JobHistoryError>> errors(long jobHistoryId, JobHistoryError.Type type, int limit, String cursor) {
        long after = Cursor.read(cursor, 0);
        var query = type == null
                ? errors.find("jobHistoryId = ?1 and errorId > ?2 order by errorId", jobHistoryId, after)
                : errors.find(
                        "jobHistoryId = ?1 and errorId > ?2 and type = ?3 order by errorId",
                        jobHistoryId,
                        after,
                        type.name());
        return Transactions.orDependencyDown(query.range(0, limit).list())
                .map(rows -> page(rows, limit, row -> row.errorId, JobHistoryErrorRow::toJobHistoryError));
    }

    /** {@code rows} holds one more than {@code limit} where the list goes on. */
    private static <R, T> Page<T> page(List<R> rows, int limit, Function<R, Long> key, Function<R, T> record) {
        boolean more = rows.size() > limit;
        var shown = more ? rows.subList(0, limit) : rows;
        String next = more ? Cursor.after(key.apply(shown.get(limit - 1))) : null;
        return new Page<>(shown.stream().map(record).toList(), next);
    }

    @ApplicationScoped
    static class Records implements PanacheRepositoryBase<JobHistoryRow, Long> {}

    @ApplicationScoped
    static class Errors implements PanacheRepositoryBase<JobHistoryErrorRow, Long> {}
}
