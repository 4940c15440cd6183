package com.relativity.sync.joblist;

import com.relativity.sync.job.Job;
import com.relativity.sync.job.RunKey;

/** A job that an agent has until it ends it, hands it back or is lost. */
public record ClaimedJob(Job job) {

    public RunKey run() {
        return new RunKey(job.jobId(), job.attempt());
    }
}
