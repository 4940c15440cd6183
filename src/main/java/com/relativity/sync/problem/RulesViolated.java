package com.relativity.sync.problem;

import java.util.List;

/** The request can be read, but breaks rules; names every one at once. */
public final class RulesViolated extends ProblemException {

    private final transient List<Violation> violations;

    public RulesViolated(List<Violation> violations) {
        super("rule-violation", 422, "Rules violated", summary(violations));
        this.violations = List.copyOf(violations);
    }

    public RulesViolated(String field, String message) {
        this(List.of(new Violation(field, message)));
    }

    private static String summary(List<Violation> violations) {
        return violations.size() == 1
                ? violations.get(0).message()
                : "The request breaks " + violations.size() + " rules; see violations.";
    }

    @Override
    public List<Violation> violations() {
        return violations;
    }
}
