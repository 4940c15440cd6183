package com.relativity.sync.problem;

/** No such job, or one the caller may not see. */
public final class JobNotFound extends ProblemException {

    public JobNotFound(long jobId) {
        super("job-not-found", 404, "Job not found", "There is no job " + jobId + ".");
    }
}
