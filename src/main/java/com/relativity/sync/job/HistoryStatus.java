package com.relativity.sync.job;

/** The finer status that the job history shows. */
public enum HistoryStatus {
    New,
    Validating,
    ValidationFailed,
    Processing,
    Completed,
    CompletedWithErrors,
    Failed,
    Stopping,
    Stopped,
    Suspending,
    Suspended;

    public boolean isTerminal() {
        return switch (this) {
            case ValidationFailed, Completed, CompletedWithErrors, Failed, Stopped -> true;
            case New, Validating, Processing, Stopping, Suspending, Suspended -> false;
        };
    }

    /**
     * All moves there are. A run that a lost agent had is {@code Suspended} from wherever it stood; one that is asked to stop may come to
     * another end before it follows.
     */
    public boolean canMoveTo(HistoryStatus next) {
        if (isTerminal()) {
            return false;
        }
        return switch (next) {
            case New -> false;
            case Validating -> this == New || this == Suspended;
            case ValidationFailed -> this == Validating || this == Stopping;
            case Processing -> this == Validating;
            case Completed, CompletedWithErrors, Failed -> this == Processing || this == Stopping;
            case Stopping -> this != Stopping;
            case Stopped -> true;
            case Suspending -> this == Validating || this == Processing;
            case Suspended -> this == Validating || this == Processing || this == Suspending;
        };
    }

    /** What the job's own status is at an end of the run; only for a terminal status. */
    public JobStatus ofEndedJob() {
        return switch (this) {
            case Completed -> JobStatus.Completed;
            case CompletedWithErrors -> JobStatus.CompletedWithErrors;
            case ValidationFailed, Failed -> JobStatus.Failed;
            case Stopped -> JobStatus.Cancelled;
            case New, Validating, Processing, Stopping, Suspending, Suspended ->
                throw new IllegalStateException(this + " is no end of a run");
        };
    }
}
