package com.relativity.sync.problem;

/**
 * Something that this service needs does not answer, or not soon enough; the same call may succeed later. Where the answer to a commit was
 * lost, the call may have had its effect.
 */
public final class DependencyDown extends ProblemException {

    private final String dependency;
    private final boolean tooSlow;

    public DependencyDown(String dependency, Throwable cause) {
        this(dependency, dependency + " does not answer. Try again later.", false, cause);
    }

    private DependencyDown(String dependency, String detail, boolean tooSlow, Throwable cause) {
        super("dependency-down", 503, "A dependency is down", detail, cause);
        this.dependency = dependency;
        this.tooSlow = tooSlow;
    }

    /** PostgreSQL answers, but ended a statement that took too long. */
    public static DependencyDown tooSlow(Throwable cause) {
        return new DependencyDown(
                "PostgreSQL",
                "PostgreSQL ended a statement that took longer than it may (statement_timeout). Try again later.",
                true,
                cause);
    }

    /** Its name, as a sentence begins with it. */
    public String dependency() {
        return dependency;
    }

    /** Whether the dependency is there and is only too slow for what was asked; then the same call may never succeed. */
    public boolean isTooSlow() {
        return tooSlow;
    }

    /** The same with what the caller should know of the work so far. */
    public DependencyDown after(String done) {
        return new DependencyDown(dependency, getMessage() + " " + done, tooSlow, this);
    }

    @Override
    public boolean retryHelps() {
        return true;
    }
}
