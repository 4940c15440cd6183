package com.relativity.sync.engine;

import java.time.Instant;
import java.util.Map;

import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.Progress;
import com.relativity.sync.job.SyncConfiguration;

/** Runs as an agent has them. */
public final class Runs {

    private Runs() {}

    public static Run of(long jobId, long workspaceId, SyncConfiguration configuration) {
        return of(jobId, null, workspaceId, configuration);
    }

    /** @param retried the first run of a chain, or null */
    public static Run of(long jobId, Long retried, long workspaceId, SyncConfiguration configuration) {
        var job = new Job(
                jobId,
                workspaceId,
                configuration.destinationWorkspaceId(),
                configuration.flow(),
                configuration.jobName(),
                configuration.correlationId(),
                JobStatus.Processing,
                HistoryStatus.Processing,
                false,
                retried,
                retried,
                configuration.priority(),
                Map.of(),
                1,
                "agent",
                Progress.NONE,
                "anonymous",
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                false);
        return new Run(job, configuration, new RunControl());
    }
}
