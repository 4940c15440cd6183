package com.relativity.sync.agent;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.job.Job;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.ClaimedJob;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.telemetry.Contexts;
import com.relativity.sync.telemetry.JobMetrics;
import com.relativity.sync.telemetry.LogFields;

/** Fills a slot: claims a job and keeps the slot until the job is done. */
@ApplicationScoped
class JobIntake {

    private static final Logger LOG = Logger.getLogger(JobIntake.class);

    private final JobClaims claims;
    private final JobRun jobRun;
    private final AgentSettings settings;
    private final JobMetrics metrics;

    JobIntake(JobClaims claims, JobRun jobRun, AgentSettings settings, JobMetrics metrics) {
        this.claims = claims;
        this.jobRun = jobRun;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** Answers whether there was a job. {@code found} is called as soon as one is claimed: where one waited, another may. */
    Uni<Boolean> take(AgentRegistry.Agent agent, Runnable found) {
        return claims.claim(agent, settings.maxJobsPerWorkspace())
                .invoke(claimed -> claimed.ifPresent(job -> found.run()))
                .flatMap(claimed -> run(claimed, agent));
    }

    /** The same for a job that is only to be ended. */
    Uni<Boolean> takeStopping(AgentRegistry.Agent agent) {
        return claims.claimStopping(agent).flatMap(claimed -> run(claimed, agent));
    }

    private Uni<Boolean> run(Optional<ClaimedJob> claimed, AgentRegistry.Agent agent) {
        if (claimed.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        return Contexts.ofItsOwn(() -> {
                    LogFields.of(claimed.get().job()).stay();
                    noteClaim(claimed.get(), agent);
                    return jobRun.run(claimed.get());
                })
                .replaceWith(true);
    }

    private void noteClaim(ClaimedJob claimed, AgentRegistry.Agent agent) {
        Job job = claimed.job();
        LOG.infof("Job %d claimed by %s, attempt %d", job.jobId(), agent.name(), job.attempt());
        if (job.attempt() == 1) {
            metrics.pickedUp(job);
        }
    }
}
