package com.relativity.sync.engine;

import com.relativity.sync.job.HistoryStatus;

/**
 * How a run's steps came to an end.
 *
 * @param failed {@code Failed} or {@code ValidationFailed}, or {@code Stopped} where the user's stop was followed; null where all steps were
 *     done, or the run was drained
 * @param message why it failed, for people; null otherwise
 */
public record RunEnd(HistoryStatus failed, String message, boolean paused) {

    RunEnd(HistoryStatus failed, String message) {
        this(failed, message, false);
    }

    static RunEnd of(StepOutcome last) {
        return switch (last) {
            case COMPLETED, SKIPPED -> new RunEnd(null, null);
            case CANCELLED -> new RunEnd(HistoryStatus.Stopped, null);
            case PAUSED -> new RunEnd(null, null, true);
        };
    }
}
