package com.relativity.sync.problem;

/** The caller is known, and may not do this. Says nothing about whether what the call names exists. */
public final class Forbidden extends ProblemException {

    public Forbidden(String detail) {
        super("forbidden", 403, "Forbidden", detail);
    }
}
