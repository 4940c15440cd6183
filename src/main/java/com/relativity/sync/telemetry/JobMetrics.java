package com.relativity.sync.telemetry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobStatus;

/**
 * What happens to jobs, counted by the process that committed it, after the commit. A commit whose answer was lost is counted nowhere: the
 * truth is in the tables, these are for rates and alerts. Every meter is there from the start with each of its label values, so that the first
 * event is an increase; no label holds an id.
 */
@Startup
@ApplicationScoped
public class JobMetrics {

    /** An agent was not heard of until its lease ended. */
    public static final String AGENT_LOST = "agent-lost";

    /** An agent did not stop a job that it was asked to stop. */
    public static final String CANCEL_OVERDUE = "cancel-overdue";

    private static final Duration[] PICKUP = seconds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800);
    private static final Duration[] DURATION = seconds(1, 5, 15, 60, 300, 900, 3600, 14_400, 43_200, 86_400);
    private static final Duration[] CANCEL = seconds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300);

    private final MeterRegistry registry;
    private final Timer pickup;
    private final Timer cancel;

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Flow flow : Flow.values()) {
            submittedOf(flow);
            itemsOf(flow, "transferred");
            itemsOf(flow, "failed");
            Arrays.stream(JobStatus.values()).filter(JobStatus::isTerminal).forEach(status -> {
                endedOf(flow, status);
                durationOf(flow, status);
            });
        }
        this.pickup = Timer.builder("sync.job.pickup")
                .description("From the submission of a job to its first claim, by the database's clock")
                .serviceLevelObjectives(PICKUP)
                .register(registry);
        this.cancel = Timer.builder("sync.cancel")
                .description("From the request to stop a job to its end as Cancelled, by the database's clock")
                .serviceLevelObjectives(CANCEL)
                .register(registry);
        labelled(
                "sync.jobs.taken.back",
                "Jobs that went back to the list because their agent was lost, or did not follow a cancel",
                "reason",
                List.of(AGENT_LOST, CANCEL_OVERDUE));
        counter("sync.dead.letters", "Records that could not be read and were kept as dead letters");
        counter("sync.invariants.broken", "Writes that were refused because they would have broken a guarantee");
        counter("sync.events.published", "Events that Kafka acknowledged");
        labelled(
                "sync.mails", "Tries to send a mail of an ended job", "outcome", List.of("sent", "failed", "given-up"));
        labelled(
                "sync.retention.removed",
                "What was removed because its time was over",
                "kind",
                List.of("jobs", "errors", "events", "leftovers", "files", "texts"));
    }

    private void counter(String name, String description) {
        Counter.builder(name).description(description).register(registry);
    }

    private void labelled(String name, String description, String label, List<String> values) {
        values.forEach(value ->
                Counter.builder(name).description(description).tag(label, value).register(registry));
    }

    private Counter submittedOf(Flow flow) {
        return Counter.builder("sync.jobs.submitted")
                .description("Jobs that were accepted")
                .tag("flow", flow.id())
                .register(registry);
    }

    private Counter endedOf(Flow flow, JobStatus status) {
        return Counter.builder("sync.jobs.ended")
                .description("Jobs that came to their end")
                .tags("flow", flow.id(), "status", status.name())
                .register(registry);
    }

    private Timer durationOf(Flow flow, JobStatus status) {
        return Timer.builder("sync.job.duration")
                .description("From the first claim of a job to its end, by the database's clock")
                .tags("flow", flow.id(), "status", status.name())
                .serviceLevelObjectives(DURATION)
                .register(registry);
    }

    private Counter itemsOf(Flow flow, String outcome) {
        return Counter.builder("sync.items")
                .description("Items of batches that were taken over into a run's counters")
                .tags("flow", flow.id(), "outcome", outcome)
                .register(registry);
    }

    /** A job entered the list for the first time. */
    public void submitted(Flow flow) {
        submittedOf(flow).increment();
    }

    /** An agent has the job for the first time. */
    public void pickedUp(Job job) {
        pickup.record(atLeastZero(Duration.between(job.submittedAt(), job.startedAt())));
    }

    /** So many jobs were taken from their agents and are back in the list. */
    public void takenBack(String reason, int jobs) {
        registry.counter("sync.jobs.taken.back", "reason", reason).increment(jobs);
    }

    /** A batch of a first pass was taken over. */
    public void items(Flow flow, int transferred, int failed) {
        itemsOf(flow, "transferred").increment(transferred);
        itemsOf(flow, "failed").increment(failed);
    }

    /**
     * A job came to its end, in whatever way.
     *
     * @param cancelTook since the request to stop it; null where there was none
     */
    public void ended(Job job, Duration cancelTook) {
        endedOf(job.flow(), job.status()).increment();
        if (job.startedAt() != null) {
            durationOf(job.flow(), job.status()).record(atLeastZero(Duration.between(job.startedAt(), job.endedAt())));
        }
        if (job.status() == JobStatus.Cancelled && cancelTook != null) {
            cancel.record(atLeastZero(cancelTook));
        }
    }

    /** Of two transactions, the one that began first may be the one that comes second. */
    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Duration[] seconds(double... seconds) {
        return Arrays.stream(seconds)
                .boxed()
                .flatMap(one -> Stream.of(Duration.ofMillis(Math.round(one * 1000))))
                .toArray(Duration[]::new);
    }
}
