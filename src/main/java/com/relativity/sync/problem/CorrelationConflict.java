package com.relativity.sync.problem;

/** A correlation id that another submission of the workspace has used with other parameters. */
public final class CorrelationConflict extends ProblemException {

    public CorrelationConflict(String detail) {
        super("correlation-conflict", 409, "Correlation id already used", detail);
    }
}
