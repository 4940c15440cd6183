package com.relativity.sync.joblist;

import java.time.Instant;
import java.util.List;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.JobStatus;

/**
 * Which jobs a list shows; a null, an empty list or an empty map filters nothing.
 *
 * @param statuses any of them
 * @param labels all of them
 * @param active true: only jobs in the list; false or null: also those that have ended
 * @param submittedAfter inclusive
 * @param submittedBefore exclusive
 */
public record JobFilter(
        Long workspaceId,
        Long destinationWorkspaceId,
        List<JobStatus> statuses,
        Flow flow,
        Boolean active,
        String correlationId,
        String submittedBy,
        List<Label> labels,
        Instant submittedAfter,
        Instant submittedBefore) {

    public record Label(String key, String value) {}
}
