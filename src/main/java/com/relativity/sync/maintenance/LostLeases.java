package com.relativity.sync.maintenance;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.joblist.LostJobs;

/** Brings jobs back to the list whose agent is gone. */
@ApplicationScoped
public class LostLeases {

    private static final Logger LOG = Logger.getLogger(LostLeases.class);
    private static final int ROUND = 100;

    private final LostJobs lostJobs;

    LostLeases(LostJobs lostJobs) {
        this.lostJobs = lostJobs;
    }

    /** One sweep. Answers whether there may be more at once. */
    public Uni<Boolean> sweep() {
        return lostJobs.takeBack(ROUND)
                .invoke(jobs -> jobs.forEach(job -> LOG.warnf(
                        "Job %d is back in the list: its agent %s was not heard of until the lease ended",
                        job.jobId(), job.agent())))
                .call(lostJobs::forgetAgents)
                .map(jobs -> jobs.size() == ROUND);
    }
}
