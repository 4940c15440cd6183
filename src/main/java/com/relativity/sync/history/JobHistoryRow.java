package com.relativity.sync.history;

import java.time.OffsetDateTime;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.JobHistory;
import com.relativity.sync.job.OverwriteMode;

/** A row of the view {@code job_history_record}; read only. */
@Entity
@Immutable
@Table(name = "job_history_record")
class JobHistoryRow {

    @Id
    @Column(name = "job_history_id")
    Long jobHistoryId;

    @Column(name = "job_id")
    long jobId;

    @Column(name = "workspace_id")
    long workspaceId;

    @Column(name = "destination_workspace_id")
    long destinationWorkspaceId;

    String name;

    String flow;

    @Column(name = "overwrite_mode")
    String overwriteMode;

    String status;

    @Column(name = "started_at")
    OffsetDateTime startedAt;

    @Column(name = "ended_at")
    OffsetDateTime endedAt;

    Long total;

    @Column(name = "read_items")
    long readItems;

    long transferred;

    long failed;

    long bytes;

    @Column(name = "retry_of")
    Long retryOf;

    JobHistory toJobHistory() {
        return new JobHistory(
                jobHistoryId,
                jobId,
                workspaceId,
                destinationWorkspaceId,
                name,
                Flow.ofId(flow).orElseThrow(),
                OverwriteMode.valueOf(overwriteMode),
                HistoryStatus.valueOf(status),
                startedAt == null ? null : startedAt.toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                total,
                readItems,
                transferred,
                failed,
                bytes,
                retryOf);
    }
}
