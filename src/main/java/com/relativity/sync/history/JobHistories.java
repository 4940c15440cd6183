package com.relativity.sync.history;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.job.JobHistory;
import com.relativity.sync.job.Page;
import com.relativity.sync.problem.JobHistoryNotFound;
import com.relativity.sync.sql.Cursor;
import com.relativity.sync.sql.Transactions;

/** Reads what runs did. */
@ApplicationScoped
public class JobHistories {

    private final Records records;

    JobHistories(Records records) {
        this.records = records;
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
                .map(rows -> page(rows, limit));
    }

    /** {@code rows} holds one more than {@code limit} where the list goes on. */
    private static Page<JobHistory> page(List<JobHistoryRow> rows, int limit) {
        boolean more = rows.size() > limit;
        var shown = more ? rows.subList(0, limit) : rows;
        String next = more ? Cursor.after(shown.get(limit - 1).jobHistoryId) : null;
        return new Page<>(shown.stream().map(JobHistoryRow::toJobHistory).toList(), next);
    }

    @ApplicationScoped
    static class Records implements PanacheRepositoryBase<JobHistoryRow, Long> {}
}
