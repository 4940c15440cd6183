package com.relativity.sync.engine;

import java.util.concurrent.CompletableFuture;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.telemetry.Contexts;

/**
 * What the outside wants of a run. Wishes are set once and stay. A stop is heard at once, also by a step that waits for something; a drain is
 * followed between chunks of work, so that what was begun is not lost. A stop wins over a drain.
 */
public final class RunControl {

    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private volatile boolean drain;

    /** The user wants the job to end. */
    public void stop() {
        stop.complete(null);
    }

    /** The agent wants its slot back; the job is to go on elsewhere. */
    public void drain() {
        drain = true;
    }

    public boolean stopRequested() {
        return stop.isDone();
    }

    /** Done when the user wants the job to end. */
    public Uni<Void> stopped() {
        return Contexts.here(Uni.createFrom().completionStage(stop::copy));
    }

    public boolean drainRequested() {
        return drain;
    }

    /** Whether the run is to leave at the next checkpoint, for whatever reason. */
    public boolean leaveRequested() {
        return stopRequested() || drain;
    }
}
