package com.relativity.sync.problem;

/** The path names something that does not exist in a workspace. */
public final class NotFound extends ProblemException {

    public NotFound(String detail) {
        super("not-found", 404, "Not found", detail);
    }
}
