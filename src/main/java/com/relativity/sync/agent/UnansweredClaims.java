package com.relativity.sync.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.telemetry.LogFields;

/**
 * Claims that were committed and whose answer never came: by the list this agent has the job, and nobody runs it. The agent is alive, so no
 * lease ends; it has to hand such a job back itself. An answer that is only late does no harm: its run finds the claim over.
 */
@ApplicationScoped
class UnansweredClaims {

    private static final Logger LOG = Logger.getLogger(UnansweredClaims.class);

    /** Of a lease: how long a claim may be on its way. */
    private static final int PARTS_OF_A_LEASE = 3;

    private final JobClaims claims;
    private final RunningJobs running;
    private final LongSupplier nanoTime;
    private final long patienceNanos;
    private final Map<RunKey, Long> notRunningSince = new HashMap<>();

    @Inject
    UnansweredClaims(JobClaims claims, RunningJobs running, AgentSettings settings) {
        this(claims, running, settings, System::nanoTime);
    }

    /** @param nanoTime a clock that does not jump */
    UnansweredClaims(JobClaims claims, RunningJobs running, AgentSettings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.claims = claims;
        this.running = running;
        this.patienceNanos = settings.lease().dividedBy(PARTS_OF_A_LEASE).toNanos();
    }

    /** Called with each heartbeat, one at a time. */
    Uni<Void> handBack(Set<RunKey> byTheList) {
        long now = nanoTime.getAsLong();
        notRunningSince.keySet().retainAll(byTheList);
        notRunningSince.keySet().removeIf(running::has);
        byTheList.stream().filter(run -> !running.has(run)).forEach(run -> notRunningSince.putIfAbsent(run, now));
        var overdue = notRunningSince.entrySet().stream()
                .filter(run -> now - run.getValue() > patienceNanos)
                .map(Map.Entry::getKey)
                .toList();
        return Multi.createFrom()
                .iterable(overdue)
                .onItem()
                .transformToUniAndConcatenate(this::handBack)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> handBack(RunKey run) {
        LogFields.none()
                .with(LogFields.JOB, run.jobId())
                .on(() -> LOG.warnf(
                        "Job %d was claimed as attempt %d without an answer and is handed back",
                        run.jobId(), run.attempt()));
        return claims.handBack(run).onFailure(LeaseLost.class).recoverWithNull();
    }
}
