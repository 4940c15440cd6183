package com.relativity.sync.maintenance;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.history.RunLedger;
import com.relativity.sync.joblist.EndedJobs;
import com.relativity.sync.joblist.EndedJobs.LeftOver;
import com.relativity.sync.telemetry.LogFields;
import com.relativity.sync.workspace.WorkspaceGateways;

/**
 * Does the cleanup of jobs whose agent died between their end and it: receipts go, and snapshot and batches where no retry needs them. And
 * forgets the fences of jobs that have no record any more.
 */
@ApplicationScoped
public class LeftOvers {

    private static final Logger LOG = Logger.getLogger(LeftOvers.class);
    private static final int JOBS_AT_ONCE = 20;

    private final EndedJobs jobs;
    private final RunLedger ledger;
    private final WorkspaceGateways gateways;
    private final RetentionSettings settings;
    private final MeterRegistry metrics;

    LeftOvers(
            EndedJobs jobs,
            RunLedger ledger,
            WorkspaceGateways gateways,
            RetentionSettings settings,
            MeterRegistry metrics) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.gateways = gateways;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** One portion. Answers whether there may be more at once. */
    public Uni<Boolean> step() {
        return jobs.leftOvers(settings.leftOvers(), JOBS_AT_ONCE)
                .call(this::clean)
                .chain(cleaned ->
                        cleaned.size() == JOBS_AT_ONCE ? Uni.createFrom().item(true) : forgetFences());
    }

    private Uni<Void> clean(List<LeftOver> jobs) {
        return Multi.createFrom()
                .iterable(jobs)
                .onItem()
                .transformToUniAndConcatenate(this::clean)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Closed before its receipts go: without them, a late write of the lost agent would be taken for a first one. */
    private Uni<Void> clean(LeftOver job) {
        var destination = gateways.of(job.destinationWorkspaceId());
        return destination
                .close(job.destinationWorkspaceId(), job.jobId(), job.attempt())
                .chain(() -> destination.forget(job.destinationWorkspaceId(), job.jobId()))
                .chain(() -> ledger.clear(job.jobId()))
                .invoke(() -> {
                    metrics.counter(Sweeps.REMOVED, "kind", "leftovers").increment();
                    LogFields.none()
                            .with(LogFields.JOB, job.jobId())
                            .on(() -> LOG.infof("Job %d: what its run had left was removed", job.jobId()));
                });
    }

    private Uni<Boolean> forgetFences() {
        return jobs.lowest()
                .chain(lowest -> lowest.isEmpty()
                        ? Uni.createFrom().item(false)
                        : Multi.createFrom()
                                .iterable(gateways.all())
                                .onItem()
                                .transformToUniAndConcatenate(
                                        gateway -> gateway.forgetRunsBefore(lowest.get(), settings.rows()))
                                .collect()
                                .asList()
                                .map(more -> more.contains(true)));
    }
}
