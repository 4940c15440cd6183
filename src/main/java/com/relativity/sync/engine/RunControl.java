package com.relativity.sync.engine;

/** What the outside wants of a run. Wishes are set once and stay; the run looks at them between chunks of work. A stop wins over a drain. */
public final class RunControl {

    private volatile boolean stop;
    private volatile boolean drain;

    /** The user wants the job to end. */
    public void stop() {
        stop = true;
    }

    /** The agent wants its slot back; the job is to go on elsewhere. */
    public void drain() {
        drain = true;
    }

    public boolean stopRequested() {
        return stop;
    }

    public boolean drainRequested() {
        return drain;
    }

    /** Whether the run is to leave at the next checkpoint, for whatever reason. */
    public boolean leaveRequested() {
        return stop || drain;
    }
}
