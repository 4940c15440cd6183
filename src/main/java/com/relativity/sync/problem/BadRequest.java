package com.relativity.sync.problem;

import java.util.List;

/** The request cannot be read. */
public final class BadRequest extends ProblemException {

    private final transient List<Violation> violations;

    public BadRequest(String detail) {
        this(detail, List.of());
    }

    /** A request with faults that can be named one by one. */
    public BadRequest(List<Violation> violations) {
        this(
                violations.size() == 1
                        ? violations.get(0).field() + " " + violations.get(0).message() + "."
                        : "The request has " + violations.size() + " faults; see violations.",
                violations);
    }

    public BadRequest(String detail, List<Violation> violations) {
        super("bad-request", 400, "Bad request", detail);
        this.violations = List.copyOf(violations);
    }

    @Override
    public List<Violation> violations() {
        return violations;
    }
}
