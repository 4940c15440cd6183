package com.relativity.sync.problem;

/** As many callers as may do so at once read the dead letters, and as many as may wait do that. */
public final class DeadLettersBusy extends ProblemException {

    public DeadLettersBusy() {
        super(
                "dead-letters-busy",
                503,
                "Dead letters are busy",
                "Others read the dead letters just now (sync.dead-letters.calls); nothing was changed. Try again later.");
    }

    @Override
    public boolean retryHelps() {
        return true;
    }
}
