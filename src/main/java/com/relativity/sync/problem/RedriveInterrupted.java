package com.relativity.sync.problem;

/** Something stopped answering after a part of the dead letters was redriven. */
public final class RedriveInterrupted extends ProblemException {

    public RedriveInterrupted(long redriven, Throwable cause) {
        super(
                "dependency-down",
                503,
                "A dependency is down",
                "After " + redriven + " dead letters were redriven, something stopped answering (" + cause.getMessage()
                        + "). Those have left the list, the others are still in it: try again later.",
                cause);
    }

    @Override
    public boolean retryHelps() {
        return true;
    }
}
