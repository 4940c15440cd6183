package com.relativity.sync.notification;

import java.util.UUID;

import com.relativity.sync.job.JobStatus;

/**
 * A mail that this process has taken up, and the ended job it tells of.
 *
 * @param messageId the same at every try
 * @param tries how often it was taken up, this time included
 * @param stale whether it was tried before and its time is over
 * @param total null where the job ended before its items were known
 * @param error why the job failed; null otherwise
 */
record DueMail(
        long jobId,
        String address,
        UUID messageId,
        int tries,
        boolean stale,
        String jobName,
        JobStatus status,
        long workspaceId,
        long destinationWorkspaceId,
        Long total,
        long transferred,
        long failed,
        String error) {}
