package com.relativity.sync.api;

import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.outbox.EventSignal;

/** The long poll for a job's status. */
@ApplicationScoped
class StatusWait {

    private final JobList jobs;
    private final EventSignal signal;
    private final Stop stop;
    private final Vertx vertx;

    StatusWait(JobList jobs, EventSignal signal, Stop stop, Vertx vertx) {
        this.stop = stop;
        this.jobs = jobs;
        this.signal = signal;
        this.vertx = vertx;
    }

    /**
     * The job as soon as its status differs from {@code since}, or as it is when {@code wait} is over, the caller's token expires or the process
     * is asked to stop.
     * Fails with {@link com.relativity.sync.problem.JobNotFound}.
     *
     * @param since null: the status at the first look; a job that has ended is then answered at once, as its status never differs
     * @param until when the token expires; null: never
     */
    Uni<Job> changed(long jobId, JobStatus since, Duration wait, Instant until) {
        return Uni.createFrom().deferred(() -> {
            var events = new EventWait(signal, vertx);
            var left = new Term(until).left();
            long end = System.nanoTime() + (left.compareTo(wait) < 0 ? left : wait).toNanos();
            return jobs.job(jobId)
                    .chain(first -> {
                        if (since == null && first.status().isTerminal()) {
                            return Uni.createFrom().item(first);
                        }
                        JobStatus from = since == null ? first.status() : since;
                        return from == first.status()
                                ? changed(first, end, events)
                                : Uni.createFrom().item(first);
                    })
                    .eventually(events::close);
        });
    }

    private Uni<Job> changed(Job first, long end, EventWait events) {
        return Multi.createBy()
                .repeating()
                .uni(() -> events.next(left(end)).chain(() -> jobs.job(first.jobId())))
                .whilst(job -> job.status() == first.status() && !left(end).isZero() && !stop.isAsked())
                .collect()
                .last();
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
