package com.relativity.sync.engine;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.Job;
import com.relativity.sync.workspace.BatchReceipt;

/** What runs of this process did, for operators. What an agent wrote that died before it could count it is missing here, and only here. */
@ApplicationScoped
public class RunMetrics {

    private final MeterRegistry registry;

    RunMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A batch of the first pass was written. */
    public void items(Run run, BatchReceipt receipt) {
        count(run.job().flow(), "transferred", receipt.transferred());
        count(run.job().flow(), "failed", receipt.failed());
    }

    private void count(Flow flow, String outcome, int items) {
        registry.counter("sync.items", "flow", flow.id(), "outcome", outcome).increment(items);
    }

    /** A job came to its end. */
    public void ended(Job job) {
        String flow = job.flow().id();
        String status = job.status().name();
        registry.counter("sync.jobs.ended", "flow", flow, "status", status).increment();
        if (job.startedAt() != null && job.endedAt() != null) {
            registry.timer("sync.job.duration", "flow", flow, "status", status)
                    .record(Duration.between(job.startedAt(), job.endedAt()));
        }
    }
}
