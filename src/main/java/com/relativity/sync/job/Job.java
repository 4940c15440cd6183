package com.relativity.sync.job;

import java.time.Instant;
import java.util.Map;

/**
 * One run of a synchronisation, as stored. A job, its configuration and its job history are made together, live and go together, and share
 * one number.
 *
 * @param retryOf job history id of the run that this one retries, or null
 * @param retryRoot first job of the chain of runs that this one retries, or null
 * @param attempt claims so far; the fencing number of the agent that has the job
 * @param agent name of the agent that has the job or had it last; null before the first claim
 * @param byAdministrator whether the submitter was one when submitting
 * @param message why the job ended as it did, or what it waits for and since when; or null
 * @param retryable whether it has ended with something left that a retry could transfer
 */
public record Job(
        long jobId,
        long workspaceId,
        long destinationWorkspaceId,
        Flow flow,
        String jobName,
        String correlationId,
        JobStatus status,
        HistoryStatus historyStatus,
        boolean cancelRequested,
        Long retryOf,
        Long retryRoot,
        int priority,
        Map<String, String> labels,
        int attempt,
        String agent,
        Progress progress,
        String submittedBy,
        boolean byAdministrator,
        Instant submittedAt,
        Instant startedAt,
        Instant endedAt,
        String message,
        boolean retryable) {

    public long syncConfigurationId() {
        return jobId;
    }

    public long jobHistoryId() {
        return jobId;
    }

    /** The first job of the chain of runs that this one belongs to. */
    public long chain() {
        return retryRoot == null ? jobId : retryRoot;
    }

    /** Which of RIP's buttons are enabled for this job. */
    public Actions actions() {
        boolean ended = status.isTerminal();
        return new Actions(ended, !ended && !cancelRequested, retryable);
    }

    public record Actions(boolean run, boolean stop, boolean retryErrors) {}
}
