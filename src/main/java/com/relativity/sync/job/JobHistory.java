package com.relativity.sync.job;

import java.time.Instant;

/** What a run did. Field names are the contract's. */
public record JobHistory(
        long jobHistoryId,
        long jobId,
        long workspaceId,
        long destinationWorkspaceId,
        String name,
        Flow flow,
        OverwriteMode overwriteMode,
        HistoryStatus status,
        Instant startedAt,
        Instant endedAt,
        Long total,
        long read,
        long transferred,
        long failed,
        long bytes,
        Long retryOf) {}
