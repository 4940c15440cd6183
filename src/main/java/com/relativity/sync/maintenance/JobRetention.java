package com.relativity.sync.maintenance;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.joblist.EndedJobs;
import com.relativity.sync.outbox.PublishedEvents;

/**
 * Removes jobs that ended longer than {@code sync.retention} ago. What a job has many of goes first, in portions: its errors, then its events
 * but the last; the record with all the rest goes in one transaction. A job that is half removed when the process dies is found again.
 */
@ApplicationScoped
public class JobRetention {

    private static final Logger LOG = Logger.getLogger(JobRetention.class);

    private final EndedJobs jobs;
    private final PublishedEvents events;
    private final RetentionSettings settings;
    private final MeterRegistry metrics;

    JobRetention(EndedJobs jobs, PublishedEvents events, RetentionSettings settings, MeterRegistry metrics) {
        this.jobs = jobs;
        this.events = events;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** One portion. Answers whether there may be more at once. */
    public Uni<Boolean> step() {
        return jobs.due(settings.jobs(), settings.rows())
                .chain(due -> due.isEmpty() ? Uni.createFrom().item(false) : step(due));
    }

    private Uni<Boolean> step(List<Long> due) {
        return jobs.removeErrors(due, settings.jobs(), settings.rows())
                .invoke(gone -> count("errors", gone))
                .chain(gone -> gone == settings.rows()
                        ? Uni.createFrom().item(true)
                        : events.removeOf(due, settings.rows())
                                .invoke(told -> count("events", told))
                                .chain(told -> told == settings.rows()
                                        ? Uni.createFrom().item(true)
                                        : remove(due)));
    }

    private Uni<Boolean> remove(List<Long> due) {
        return jobs.remove(due, settings.jobs())
                .invoke(gone -> {
                    count("jobs", gone);
                    LOG.debugf("Records of %d jobs that ended longer than %s ago were removed", gone, settings.jobs());
                })
                // Where none could be removed, somebody else is at them; another turn will find what is left.
                .map(gone -> gone > 0 && due.size() == settings.rows());
    }

    private void count(String kind, int gone) {
        metrics.counter(Sweeps.REMOVED, "kind", kind).increment(gone);
    }
}
