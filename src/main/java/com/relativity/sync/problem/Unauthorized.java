package com.relativity.sync.problem;

/** The call needs a token, and none was sent or the one sent is not accepted. */
public final class Unauthorized extends ProblemException {

    public Unauthorized(String detail) {
        super("unauthorized", 401, "Unauthorized", detail);
    }
}
