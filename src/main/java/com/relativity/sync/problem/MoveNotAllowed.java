package com.relativity.sync.problem;

/** A move of a job that its status forbids. */
public final class MoveNotAllowed extends ProblemException {

    public MoveNotAllowed(String detail) {
        super("move-not-allowed", 409, "Move not allowed", detail);
    }
}
