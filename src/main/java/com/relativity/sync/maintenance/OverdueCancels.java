package com.relativity.sync.maintenance;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.joblist.LostJobs;
import com.relativity.sync.telemetry.LogFields;

/** Takes jobs from agents that do not stop them although they were asked to. */
@ApplicationScoped
public class OverdueCancels {

    private static final Logger LOG = Logger.getLogger(OverdueCancels.class);
    private static final int ROUND = 100;

    private final LostJobs lostJobs;
    private final CancelSettings settings;

    OverdueCancels(LostJobs lostJobs, CancelSettings settings) {
        this.lostJobs = lostJobs;
        this.settings = settings;
    }

    /** One sweep. Answers whether there may be more at once. */
    public Uni<Boolean> sweep() {
        return lostJobs.takeOverdue(settings.timeout(), ROUND)
                .invoke(jobs -> jobs.forEach(job -> LogFields.of(job)
                        .on(() -> LOG.warnf(
                                "Job %d was not stopped by its agent %s within %s and is taken from it",
                                job.jobId(), job.agent(), settings.timeout()))))
                .map(jobs -> jobs.size() == ROUND);
    }
}
