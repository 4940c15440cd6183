package com.relativity.sync.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

import com.relativity.sync.problem.ProblemException;
import com.relativity.sync.problem.Violation;

/**
 * The body of every fault's answer (RFC 9457); {@link ProblemsInOpenApi} describes it to clients.
 *
 * @param violations every fault of a rejected body or query; left out where there is none
 */
@RegisterForReflection
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE = "urn:sync:problem:";

    static Problem of(String slug, int status, String title, String detail, List<Violation> violations) {
        return new Problem(TYPE + slug, title, status, detail, null, violations);
    }

    static Problem of(ProblemException problem) {
        return of(problem.slug(), problem.status(), problem.title(), problem.getMessage(), problem.violations());
    }

    String slug() {
        return type.substring(TYPE.length());
    }

    Problem at(String path) {
        return new Problem(type, title, status, detail, path, violations);
    }
}
