package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.RunMetrics;
import com.relativity.sync.job.Job;

/** Tells operators how much and how fast a run moved. */
@ApplicationScoped
public class MetricsStep {

    private final RunMetrics metrics;

    MetricsStep(RunMetrics metrics) {
        this.metrics = metrics;
    }

    public String id() {
        return "metrics";
    }

    /** @param ended the job as it ended */
    public Uni<Void> run(Job ended) {
        return Uni.createFrom().voidItem().invoke(() -> metrics.ended(ended));
    }
}
