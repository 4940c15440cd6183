package com.relativity.sync.engine.step;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;

/**
 * Whether the submitter might read the source and write to the destination, by what was stored with the job. Who may use a workspace may do
 * there all that a run does: read, view, add and edit items, make folders, searches, tags, and add to production sets.
 */
@ApplicationScoped
public class PermissionsStep implements Step {

    private final JobList jobs;

    PermissionsStep(JobList jobs) {
        this.jobs = jobs;
    }

    @Override
    public String id() {
        return "permissions";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return jobs.submitter(run.jobId())
                .invoke(submitter -> check(submitter, run))
                .replaceWith(StepOutcome.COMPLETED);
    }

    private static void check(Submitter submitter, Run run) {
        List<Violation> refused = new ArrayList<>();
        if (!submitter.mayUse(run.job().workspaceId())) {
            refused.add(refusal(
                    submitter, "", "read the source workspace " + run.job().workspaceId()));
        }
        if (!submitter.mayUse(run.job().destinationWorkspaceId())) {
            refused.add(refusal(
                    submitter,
                    "destinationWorkspaceId",
                    "write to the destination workspace " + run.job().destinationWorkspaceId()));
        }
        if (!refused.isEmpty()) {
            throw new RulesViolated(refused);
        }
    }

    private static Violation refusal(Submitter submitter, String field, String what) {
        return new Violation(
                field,
                "'" + submitter.name() + "', who submitted the job, may not " + what
                        + "; ask for the right to and submit it again.");
    }
}
