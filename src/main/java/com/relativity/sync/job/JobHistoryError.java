package com.relativity.sync.job;

import java.time.Instant;

/**
 * One failed item, or the failure of the whole job.
 *
 * @param identifier of the item; null for the job's own failure
 */
public record JobHistoryError(long errorId, Type type, String identifier, String message, Instant at, Status status) {

    public enum Type {
        item,
        job
    }

    public enum Status {
        New,
        Expired,
        Retried
    }
}
