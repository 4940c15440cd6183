package com.relativity.sync.joblist;

import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration;

/**
 * A job that passed every rule and may enter the list.
 *
 * @param traceparent of the call that submits it; null where it is not traced
 */
public record NewJob(long workspaceId, SyncConfiguration configuration, Submitter submitter, String traceparent) {

    /** One that nobody traces. */
    public NewJob(long workspaceId, SyncConfiguration configuration, Submitter submitter) {
        this(workspaceId, configuration, submitter, null);
    }
}
