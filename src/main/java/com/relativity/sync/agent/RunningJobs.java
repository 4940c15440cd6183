package com.relativity.sync.agent;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import com.relativity.sync.engine.RunControl;
import com.relativity.sync.job.RunKey;

/** The runs of this process, by claim, and the jobs that were asked to stop and have not ended, so that wishes reach runs. */
@ApplicationScoped
class RunningJobs {

    private final Map<RunKey, RunControl> runs = new ConcurrentHashMap<>();
    private final Set<Long> stopping = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** A wish that came before the run began counts for it, too. */
    RunControl begin(RunKey run) {
        var control = new RunControl();
        runs.put(run, control);
        if (stopping.contains(run.jobId())) {
            control.stop();
        }
        if (draining) {
            control.drain();
        }
        return control;
    }

    void end(RunKey run) {
        runs.remove(run);
    }

    int count() {
        return runs.size();
    }

    void stop(Set<RunKey> asked) {
        asked.stream().map(runs::get).filter(Objects::nonNull).forEach(RunControl::stop);
    }

    /** Whoever has the job, now or later, until it is settled. */
    void stop(long jobId) {
        stopping.add(jobId);
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

    void drain() {
        draining = true;
        runs.values().forEach(RunControl::drain);
    }
}
