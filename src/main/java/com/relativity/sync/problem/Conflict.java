package com.relativity.sync.problem;

/** What is to be made exists already. */
public final class Conflict extends ProblemException {

    public Conflict(String detail) {
        super("conflict", 409, "Already exists", detail);
    }
}
