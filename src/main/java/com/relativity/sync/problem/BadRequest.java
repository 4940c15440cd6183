package com.relativity.sync.problem;

/** The request cannot be read. */
public final class BadRequest extends ProblemException {

    public BadRequest(String detail) {
        super("bad-request", 400, "Bad request", detail);
    }
}
