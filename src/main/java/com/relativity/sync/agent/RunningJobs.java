package com.relativity.sync.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.relativity.sync.engine.RunControl;
import com.relativity.sync.job.RunKey;

/** The runs of this process, by claim, and the jobs that the cancellation topic names and that have not ended, so that wishes reach runs. */
@ApplicationScoped
class RunningJobs {

    private final Map<RunKey, RunControl> runs = new ConcurrentHashMap<>();
    /** With the time of the request, by the clock of this process. */
    private final Map<Long, Long> stopping = new ConcurrentHashMap<>();

    private final LongSupplier nanoTime;
    private volatile boolean draining;

    @Inject
    RunningJobs() {
        this(System::nanoTime);
    }

    /** @param nanoTime a clock that does not jump */
    RunningJobs(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    RunControl begin(RunKey run) {
        var control = new RunControl();
        runs.put(run, control);
        if (draining) {
            control.drain();
        }
        return control;
    }

    void end(RunKey run) {
        runs.remove(run);
    }

    boolean has(RunKey run) {
        return runs.containsKey(run);
    }

    Set<RunKey> all() {
        return Set.copyOf(runs.keySet());
    }

    int count() {
        return runs.size();
    }

    void stop(Set<RunKey> asked) {
        asked.stream().map(runs::get).filter(Objects::nonNull).forEach(RunControl::stop);
    }

    /**
     * Somebody said that the job is to stop; kept until it is settled.
     *
     * @return whether it runs here
     */
    boolean heardOf(long jobId) {
        stopping.put(jobId, nanoTime.getAsLong());
        return runs.keySet().stream().anyMatch(run -> run.jobId() == jobId);
    }

    void stop(long jobId) {
        runs.forEach((run, control) -> {
            if (run.jobId() == jobId) {
                control.stop();
            }
        });
    }

    /** The job has ended. */
    void settled(long jobId) {
        stopping.remove(jobId);
    }

    /** Jobs that were asked to stop longer ago and are not settled. */
    List<Long> unsettledFor(Duration atLeast) {
        long now = nanoTime.getAsLong();
        return stopping.entrySet().stream()
                .filter(asked -> now - asked.getValue() > atLeast.toNanos())
                .map(Map.Entry::getKey)
                .toList();
    }

    void drain() {
        draining = true;
        runs.values().forEach(RunControl::drain);
    }
}
