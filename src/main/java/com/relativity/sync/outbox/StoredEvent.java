package com.relativity.sync.outbox;

import java.time.Instant;
import java.util.UUID;

import com.relativity.sync.job.JobEvent;

/**
 * An event as it lies in the log.
 *
 * @param position grows with writing, not with committing
 * @param eventId the same wherever and however often the event is told
 * @param sequence from 1, without a gap, in the order of commits, for each job and stream
 * @param data JSON; null for a tombstone
 * @param traceparent of the call that brought it about, or began its stream; null where that was not traced
 */
public record StoredEvent(
        long position,
        UUID eventId,
        long jobId,
        long workspaceId,
        JobEvent.Stream stream,
        long sequence,
        String type,
        Instant at,
        String data,
        String traceparent) {

    /** The CloudEvents attribute {@code source}. */
    public String source() {
        return "/sync/workspaces/" + workspaceId;
    }

    public JobStream jobStream() {
        return new JobStream(jobId, stream);
    }

    /** Whether it tells where the job stands, in distinction to how far it is. */
    public boolean tellsStatus() {
        return type.equals(JobEvent.StatusChanged.TYPE);
    }
}
