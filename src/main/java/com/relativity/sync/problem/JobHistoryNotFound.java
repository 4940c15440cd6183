package com.relativity.sync.problem;

/** No such job history, or one the caller may not see. */
public final class JobHistoryNotFound extends ProblemException {

    public JobHistoryNotFound(long jobHistoryId) {
        super("job-history-not-found", 404, "Job history not found", "There is no job history " + jobHistoryId + ".");
    }
}
