package com.relativity.sync.problem;

/** The job was taken from the agent that writes for it: claimed anew, handed back or ended. Nothing was written. */
public final class LeaseLost extends ProblemException {

    public LeaseLost(long jobId, long attempt) {
        super(
                "lease-lost",
                409,
                "Lease lost",
                "Attempt " + attempt + " no longer has job " + jobId + "; what it wanted to write was refused.");
    }
}
