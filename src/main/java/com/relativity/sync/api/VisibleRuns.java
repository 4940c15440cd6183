package com.relativity.sync.api;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.access.Callers;
import com.relativity.sync.history.JobHistories;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobHistory;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.problem.JobHistoryNotFound;
import com.relativity.sync.problem.JobNotFound;

/** Jobs and histories as the present caller sees them: one of a workspace that the caller may not see is as one that does not exist. */
@ApplicationScoped
class VisibleRuns {

    private final JobList jobs;
    private final JobHistories histories;
    private final Callers callers;

    VisibleRuns(JobList jobs, JobHistories histories, Callers callers) {
        this.jobs = jobs;
        this.histories = histories;
        this.callers = callers;
    }

    /** Fails with {@link JobNotFound}. */
    Uni<Job> job(long jobId) {
        var caller = callers.current();
        return jobs.job(jobId).invoke(job -> {
            if (!caller.sees(job.workspaceId())) {
                throw new JobNotFound(jobId);
            }
        });
    }

    /** Fails with {@link JobHistoryNotFound}. */
    Uni<JobHistory> history(long jobHistoryId) {
        var caller = callers.current();
        return histories.record(jobHistoryId).invoke(history -> {
            if (!caller.sees(history.workspaceId())) {
                throw new JobHistoryNotFound(jobHistoryId);
            }
        });
    }
}
