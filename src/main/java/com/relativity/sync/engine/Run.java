package com.relativity.sync.engine;

import com.relativity.sync.job.Job;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.job.SyncConfiguration;

/** A job in the hands of an agent. */
public record Run(Job job, SyncConfiguration configuration, RunControl control) {

    /** Goes with every write. */
    public RunKey key() {
        return new RunKey(job.jobId(), job.attempt());
    }

    public long jobId() {
        return job.jobId();
    }
}
