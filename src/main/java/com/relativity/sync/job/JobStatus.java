package com.relativity.sync.job;

import java.util.EnumSet;
import java.util.Set;

/** Where a job stands. Constants are spelled as in the contract, in JSON and in the database. */
public enum JobStatus {
    Pending,
    Processing,
    Completed,
    CompletedWithErrors,
    Failed,
    Cancelled;

    /** The statuses of the job list: a job with another one has ended and never moves again. */
    public static final Set<JobStatus> ACTIVE = Set.copyOf(EnumSet.of(Pending, Processing));

    public boolean isTerminal() {
        return !ACTIVE.contains(this);
    }

    /** All moves there are; {@code Processing} to {@code Pending} is a drained job, or one whose agent was lost. */
    public boolean canMoveTo(JobStatus next) {
        return switch (this) {
            case Pending -> next == Processing || next == Cancelled;
            case Processing -> next == Pending || next.isTerminal();
            case Completed, CompletedWithErrors, Failed, Cancelled -> false;
        };
    }
}
