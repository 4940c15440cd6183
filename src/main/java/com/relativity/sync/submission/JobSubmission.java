package com.relativity.sync.submission;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.joblist.AddedJob;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.joblist.NewJob;
import com.relativity.sync.joblist.Retries;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.telemetry.JobMetrics;
import com.relativity.sync.telemetry.Traces;
import com.relativity.sync.validation.Rules;

/** Takes jobs in. */
@ApplicationScoped
public class JobSubmission {

    private final SourceWorkspaces workspaces;
    private final Rules rules;
    private final Retries retries;
    private final JobList jobs;
    private final JobMetrics metrics;
    private final Traces traces;

    JobSubmission(
            SourceWorkspaces workspaces,
            Rules rules,
            Retries retries,
            JobList jobs,
            JobMetrics metrics,
            Traces traces) {
        this.workspaces = workspaces;
        this.rules = rules;
        this.retries = retries;
        this.jobs = jobs;
        this.metrics = metrics;
        this.traces = traces;
    }

    /**
     * Answers when the job is committed, or with the job that the same submission made before, also where the workspaces have changed since.
     * Fails with {@link com.relativity.sync.problem.WorkspaceNotFound}, with {@link RulesViolated} that names every fault, or with
     * {@link com.relativity.sync.problem.CorrelationConflict}; nothing is stored then.
     */
    public Uni<AddedJob> submit(long workspaceId, SyncConfiguration configuration, Submitter submitter) {
        var job = new NewJob(workspaceId, configuration, submitter, traces.current());
        return workspaces
                .mustExist(workspaceId)
                .chain(() -> faults(job))
                .chain(faults -> faults.isEmpty() ? jobs.add(job) : addedBefore(job, faults))
                .invoke(this::count);
    }

    private Uni<List<Violation>> faults(NewJob job) {
        return rules.atSubmission(job.workspaceId(), job.configuration(), job.submitter())
                .chain(faults -> retries.refusals(job).map(refusals -> {
                    var all = new ArrayList<>(faults);
                    all.addAll(refusals);
                    return all;
                }));
    }

    private Uni<AddedJob> addedBefore(NewJob job, List<Violation> faults) {
        var refusal = new RulesViolated(faults);
        boolean neverAccepted =
                !rules.shape(job.workspaceId(), job.configuration()).isEmpty();
        return neverAccepted
                ? Uni.createFrom().failure(refusal)
                : jobs.addedBefore(job).map(first -> first.orElseThrow(() -> refusal));
    }

    private void count(AddedJob added) {
        if (added.isNew()) {
            metrics.submitted(added.job().flow());
        }
    }
}
