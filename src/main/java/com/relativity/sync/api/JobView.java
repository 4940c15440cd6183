package com.relativity.sync.api;

import java.time.Instant;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.job.JobStatus;

/** A job as clients read it. */
@Schema(name = "Job")
record JobView(
        long jobId,
        long workspaceId,
        long destinationWorkspaceId,

        @Schema(enumeration = {"document", "image", "non-document"})
        String flow,

        String jobName,
        String correlationId,
        long syncConfigurationId,
        long jobHistoryId,
        JobStatus status,
        HistoryStatus historyStatus,
        boolean cancelRequested,

        @Schema(description = "Job history id of the run that this one retries")
        Long retryOf,

        int priority,
        Map<String, String> labels,

        @Schema(description = "Claims so far; 0 until the first")
        int attempt,

        @Schema(description = "The agent that has the job or had it last; null before the first claim")
        String agent,

        JobEvent.Told progress,

        @Schema(description = "Which of RIP's buttons are enabled for this job")
        Job.Actions actions,

        String submittedBy,
        Instant submittedAt,
        Instant startedAt,
        Instant endedAt,

        @Schema(description = "Why the job ended as it did, or what it waits for and since when")
        String message) {

    static JobView of(Job job) {
        return new JobView(
                job.jobId(),
                job.workspaceId(),
                job.destinationWorkspaceId(),
                job.flow().id(),
                job.jobName(),
                job.correlationId(),
                job.syncConfigurationId(),
                job.jobHistoryId(),
                job.status(),
                job.historyStatus(),
                job.cancelRequested(),
                job.retryOf(),
                job.priority(),
                job.labels(),
                job.attempt(),
                job.agent(),
                JobEvent.Told.of(job.progress(), job.status(), job.flow()),
                job.actions(),
                job.submittedBy(),
                job.submittedAt(),
                job.startedAt(),
                job.endedAt(),
                job.message());
    }
}
