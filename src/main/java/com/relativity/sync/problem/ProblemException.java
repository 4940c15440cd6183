package com.relativity.sync.problem;

import java.util.List;

/** A failure with words for the one who reads it. Only subclasses of the room are thrown. */
public abstract class ProblemException extends RuntimeException {

    private final String slug;
    private final int status;
    private final String title;

    protected ProblemException(String slug, int status, String title, String detail) {
        super(detail);
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    protected ProblemException(String slug, int status, String title, String detail, Throwable cause) {
        super(detail, cause);
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** Stable; the last part of the problem's {@code type}. */
    public String slug() {
        return slug;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Whether the same call may succeed later without a change. */
    public boolean retryHelps() {
        return false;
    }

    public List<Violation> violations() {
        return List.of();
    }
}
