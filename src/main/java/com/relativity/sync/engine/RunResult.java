package com.relativity.sync.engine;

/** How a run left its agent. */
public enum RunResult {
    /** The job has ended. */
    ENDED,
    /** The job is to go back to the list. */
    PAUSED
}
