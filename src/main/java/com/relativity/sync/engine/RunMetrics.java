package com.relativity.sync.engine;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.Job;

/** How much and how fast the runs of this process moved, told at their ends. That a job ended is counted where that is committed. */
@Startup
@ApplicationScoped
public class RunMetrics {

    private static final double MILLIS_A_SECOND = 1000;

    private final MeterRegistry registry;

    RunMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Flow flow : Flow.values()) {
            bytes(flow);
            rate(flow);
        }
    }

    private Counter bytes(Flow flow) {
        return Counter.builder("sync.run.bytes")
                .description("Bytes that ended runs moved, values and files")
                .tag("flow", flow.id())
                .register(registry);
    }

    private DistributionSummary rate(Flow flow) {
        return DistributionSummary.builder("sync.run.items.per.second")
                .description("Items of an ended run by the seconds from its first claim to its end")
                .tag("flow", flow.id())
                .register(registry);
    }

    /** A job came to its end by a run. */
    public void ended(Job job) {
        var progress = job.progress();
        bytes(job.flow()).increment(progress.bytes());
        long items = progress.transferred() + progress.failed();
        long millis = Duration.between(job.startedAt(), job.endedAt()).toMillis();
        if (items > 0 && millis > 0) {
            rate(job.flow()).record(items * MILLIS_A_SECOND / millis);
        }
    }
}
