package com.relativity.sync.maintenance;

import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.joblist.LostJobs;
import com.relativity.sync.telemetry.LogFields;

/**
 * Brings jobs back to the list whose agent is gone. While the database was away no agent could be heard; after that, all of them are given
 * time to be heard again, so that an outage costs no job its agent.
 */
@ApplicationScoped
public class LostLeases {

    private static final Logger LOG = Logger.getLogger(LostLeases.class);
    private static final int ROUND = 100;

    private final LostJobs lostJobs;
    private final LeaseSettings settings;
    private final LongSupplier nanoTime;
    private volatile boolean wasAway;
    private volatile long graceEndNanos;

    @Inject
    LostLeases(LostJobs lostJobs, LeaseSettings settings) {
        this(lostJobs, settings, System::nanoTime);
    }

    /** @param nanoTime a clock that does not jump */
    LostLeases(LostJobs lostJobs, LeaseSettings settings, LongSupplier nanoTime) {
        this.lostJobs = lostJobs;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.graceEndNanos = nanoTime.getAsLong();
    }

    /** One sweep. Answers whether there may be more at once. */
    public Uni<Boolean> sweep() {
        return lostJobs.forgetAgents()
                .onFailure()
                .invoke(() -> wasAway = true)
                .invoke(this::reached)
                .chain(() -> nanoTime.getAsLong() - graceEndNanos < 0
                        ? Uni.createFrom().item(false)
                        : takeBack());
    }

    private void reached() {
        if (wasAway) {
            wasAway = false;
            graceEndNanos = nanoTime.getAsLong() + settings.grace().toNanos();
        }
    }

    private Uni<Boolean> takeBack() {
        return lostJobs.takeBack(ROUND, settings.grace())
                .invoke(jobs -> jobs.forEach(job -> LogFields.of(job)
                        .on(() -> LOG.warnf(
                                "Job %d is back in the list: its agent %s was not heard of until the lease ended",
                                job.jobId(), job.agent()))))
                .map(jobs -> jobs.size() == ROUND);
    }
}
