package com.relativity.sync.joblist;

import com.relativity.sync.job.Job;
import com.relativity.sync.job.RunKey;

/**
 * A job that an agent has until it ends it, hands it back or is lost.
 *
 * @param lost how many agents were lost with the job before
 * @param submission traceparent of the call that submitted the job; null where it was not traced
 * @param earlierRun traceparent of the attempt before; null where there is none, or it was not traced
 */
public record ClaimedJob(Job job, int lost, String submission, String earlierRun) {

    public RunKey run() {
        return new RunKey(job.jobId(), job.attempt());
    }
}
