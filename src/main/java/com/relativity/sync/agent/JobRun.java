package com.relativity.sync.agent;

import java.time.Duration;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.engine.Pipeline;
import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.RunControl;
import com.relativity.sync.engine.RunResult;
import com.relativity.sync.history.RunWaits;
import com.relativity.sync.joblist.ClaimedJob;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.telemetry.Contexts;
import com.relativity.sync.telemetry.LogFields;
import com.relativity.sync.telemetry.Trace;
import com.relativity.sync.telemetry.Traces;

/** Runs a claimed job to its end, or until it is handed back or lost. */
@ApplicationScoped
class JobRun {

    private static final Logger LOG = Logger.getLogger(JobRun.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final double JITTER = 0.3;

    private final JobList jobs;
    private final JobClaims claims;
    private final Pipeline pipeline;
    private final RunningJobs running;
    private final RunWaits waits;
    private final AgentSettings settings;
    private final Traces traces;
    private final LongSupplier nanoTime;

    @Inject
    JobRun(
            JobList jobs,
            JobClaims claims,
            Pipeline pipeline,
            RunningJobs running,
            RunWaits waits,
            AgentSettings settings,
            Traces traces) {
        this(jobs, claims, pipeline, running, waits, settings, traces, System::nanoTime);
    }

    /** @param nanoTime a clock that does not jump */
    JobRun(
            JobList jobs,
            JobClaims claims,
            Pipeline pipeline,
            RunningJobs running,
            RunWaits waits,
            AgentSettings settings,
            Traces traces,
            LongSupplier nanoTime) {
        this.jobs = jobs;
        this.claims = claims;
        this.pipeline = pipeline;
        this.running = running;
        this.waits = waits;
        this.settings = settings;
        this.traces = traces;
        this.nanoTime = nanoTime;
    }

    /** Never fails by what happens to the job: that is told by its status. */
    Uni<Void> run(ClaimedJob claimed) {
        var key = claimed.run();
        var control = running.begin(key);
        if (claimed.job().cancelRequested()) {
            control.stop();
        }
        return traces.run(claimed.job(), claimed.submission(), claimed.earlierRun())
                .untilDone(trace -> {
                    LogFields.none().with(trace).stay();
                    return run(claimed, control, trace);
                })
                .onFailure(LeaseLost.class)
                .invoke(lost -> LOG.warnf("Job %d was taken from this agent: %s", key.jobId(), lost.getMessage()))
                .onFailure(LeaseLost.class)
                .recoverWithNull()
                .onTermination()
                .invoke(() -> running.end(key));
    }

    private Uni<Void> run(ClaimedJob claimed, RunControl control, Trace trace) {
        var key = claimed.run();
        var patience = new RunPatience(key, waits, settings, nanoTime);
        // Each try begins here again, whatever thread has waited for it.
        return Contexts.here(Uni.createFrom().voidItem())
                .chain(() -> jobs.configuration(claimed.job())
                        .map(configuration -> new Run(claimed.job(), configuration, control, trace))
                        .flatMap(run -> once(run, claimed, patience))
                        .flatMap(result -> result == RunResult.PAUSED
                                ? claims.suspending(key)
                                        .chain(() -> claims.handBack(key))
                                        .invoke(() -> LOG.infof("Job %d handed back", key.jobId()))
                                : Uni.createFrom().voidItem()))
                .onFailure(JobRun::mayWorkLater)
                .invoke(away -> LOG.warnf("Job %d waits: %s", key.jobId(), away.getMessage()))
                .onFailure(JobRun::mayWorkLater)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(JITTER)
                .indefinitely();
    }

    /** A stop that was asked for is tried on: it needs nothing but PostgreSQL. */
    private Uni<RunResult> once(Run run, ClaimedJob claimed, RunPatience patience) {
        return Uni.createFrom()
                .deferred(() ->
                        claimed.lost() < settings.maxLost() || run.control().stopRequested()
                                ? pipeline.run(run)
                                : giveUp(run, claimed))
                .onFailure(JobRun::mayWorkLater)
                .recoverWithUni(failure -> patience.ends(failure)
                        .flatMap(why -> why.isEmpty() || run.control().stopRequested()
                                ? Uni.createFrom().failure(failure)
                                : endWaiting(run, why.get())));
    }

    private Uni<RunResult> endWaiting(Run run, String why) {
        LOG.errorf("Job %d is given up: %s", run.jobId(), why);
        return pipeline.fail(run, why);
    }

    /** The job itself may be what its agents die of. */
    private Uni<RunResult> giveUp(Run run, ClaimedJob claimed) {
        LOG.errorf("Job %d is given up: %d agents were lost with it", run.jobId(), claimed.lost());
        return pipeline.fail(
                run,
                "The job was ended because its agent was lost " + claimed.lost()
                        + " times while it ran (killed, or out of memory). What was transferred stays. Look into the agents' logs for"
                        + " job " + run.jobId()
                        + ", give them more memory or smaller batches, and submit the rest again.");
    }

    /**
     * All but a claim that is over. What fails in a step for good has become the job's end by now; what comes here could not be read or stored,
     * and the job must not be left behind with an agent that works on others.
     */
    private static boolean mayWorkLater(Throwable failure) {
        return !(failure instanceof LeaseLost);
    }
}
