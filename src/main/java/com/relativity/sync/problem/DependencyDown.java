package com.relativity.sync.problem;

/** Something that this service needs does not answer; the same call may succeed later. */
public final class DependencyDown extends ProblemException {

    public DependencyDown(String dependency, Throwable cause) {
        super(
                "dependency-down",
                503,
                "A dependency is down",
                dependency + " does not answer; nothing was changed. Try again later.",
                cause);
    }

    @Override
    public boolean retryHelps() {
        return true;
    }
}
