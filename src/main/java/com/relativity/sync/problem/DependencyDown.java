package com.relativity.sync.problem;

/**
 * Something that this service needs does not answer; the same call may succeed later. Where the answer to a commit was lost, the call may have
 * had its effect.
 */
public final class DependencyDown extends ProblemException {

    public DependencyDown(String dependency, Throwable cause) {
        super("dependency-down", 503, "A dependency is down", dependency + " does not answer. Try again later.", cause);
    }

    private DependencyDown(String detail, DependencyDown cause) {
        super("dependency-down", 503, "A dependency is down", detail, cause);
    }

    /** The same with what the caller should know of the work so far. */
    public DependencyDown after(String done) {
        return new DependencyDown(getMessage() + " " + done, this);
    }

    @Override
    public boolean retryHelps() {
        return true;
    }
}
