package com.relativity.sync.engine;

public enum StepOutcome {
    COMPLETED,
    /** There was nothing left to do. */
    SKIPPED,
    /** The user's stop was followed; what is committed stays. */
    CANCELLED,
    /** The drain was followed; another attempt goes on from here. */
    PAUSED;

    public boolean endsThePipeline() {
        return this == CANCELLED || this == PAUSED;
    }
}
