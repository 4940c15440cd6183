package com.relativity.sync.api;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.JobHistory;
import com.relativity.sync.job.OverwriteMode;

/** A job history record as clients read it. */
@Schema(name = "JobHistory")
record JobHistoryView(
        long jobHistoryId,
        long jobId,
        long workspaceId,
        long destinationWorkspaceId,
        String name,

        @Schema(enumeration = {"document", "image", "non-document"})
        String flow,

        OverwriteMode overwriteMode,
        HistoryStatus status,
        Instant startedAt,
        Instant endedAt,

        @Schema(description = "Items of the snapshot; null until it is taken")
        Long total,

        long read,
        long transferred,
        long failed,
        long bytes,
        Long retryOf) {

    static JobHistoryView of(JobHistory history) {
        return new JobHistoryView(
                history.jobHistoryId(),
                history.jobId(),
                history.workspaceId(),
                history.destinationWorkspaceId(),
                history.name(),
                history.flow().id(),
                history.overwriteMode(),
                history.status(),
                history.startedAt(),
                history.endedAt(),
                history.total(),
                history.read(),
                history.transferred(),
                history.failed(),
                history.bytes(),
                history.retryOf());
    }
}
