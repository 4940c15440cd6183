package com.relativity.sync.joblist;

import com.relativity.sync.job.Job;
import com.relativity.sync.job.RunKey;

/**
 * A job that an agent has until it ends it, hands it back or is lost.
 *
 * @param lost how many agents were lost with the job before
 */
public record ClaimedJob(Job job, int lost) {

    public RunKey run() {
        return new RunKey(job.jobId(), job.attempt());
    }
}
