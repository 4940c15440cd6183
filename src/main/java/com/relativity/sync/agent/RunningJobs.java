package com.relativity.sync.agent;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import com.relativity.sync.engine.RunControl;
import com.relativity.sync.job.RunKey;

/** The runs of this process, by claim, so that wishes reach them. */
@ApplicationScoped
class RunningJobs {

    private final Map<RunKey, RunControl> runs = new ConcurrentHashMap<>();
    private volatile boolean draining;

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

    int count() {
        return runs.size();
    }

    void stop(Set<RunKey> stopping) {
        stopping.stream().map(runs::get).filter(java.util.Objects::nonNull).forEach(RunControl::stop);
    }

    void drain() {
        draining = true;
        runs.values().forEach(RunControl::drain);
    }
}
