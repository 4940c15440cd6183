package com.relativity.sync.api;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import com.relativity.sync.access.SecuritySettings;

/** Answers the faults that arise below REST with the same problems: bodies that are too long, calls of a process without the role api. */
@ApplicationScoped
class HttpFaults {

    private static final Problem WITHOUT_API = Problem.of(
            "not-found",
            404,
            "Not found",
            "This process does not have the role api (sync.roles); call one that has.",
            List.of());

    private final ProblemMapper problems;
    private final long mostBytes;
    private final boolean servesApi;

    HttpFaults(ProblemMapper problems, LimitSettings limits, SecuritySettings security) {
        this.problems = problems;
        this.mostBytes = limits.body().asLongValue();
        this.servesApi = security.servesApi();
    }

    void first(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::admit).failureHandler(this::failed);
    }

    private void admit(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (!servesApi && request.normalizedPath().startsWith("/api")) {
            refuse(request, WITHOUT_API.at(request.request().path()));
        } else if (length != null && isAbove(length)) {
            refuse(
                    request,
                    ProblemMapper.ofStatus(413, request.request().path())
                            .at(request.request().path()));
        } else {
            request.next();
        }
    }

    private boolean isAbove(String length) {
        try {
            return Long.parseLong(length.strip()) > mostBytes;
        } catch (NumberFormatException beyondLong) {
            return true;
        }
    }

    private void failed(RoutingContext request) {
        if (request.response().headWritten()) {
            request.next();
            return;
        }
        String path = request.request().path();
        int status = request.statusCode();
        boolean ofClient = status >= 400 && status < 500;
        Problem problem = ofClient || request.failure() == null
                ? ProblemMapper.ofStatus(status, path).at(path)
                : problems.problem(request.failure(), path);
        refuse(request, problem);
    }

    void refuse(RoutingContext request, Problem problem) {
        var connection = request.request().connection();
        var answer = request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        ProblemMapper.headers(problem, request).forEach(answer::putHeader);
        if (!request.request().isEnded()) {
            long[] discarded = {0};
            request.request().handler(bytes -> {
                discarded[0] += bytes.length();
                if (discarded[0] > BodyLimit.MOST_DISCARDED) {
                    connection.close();
                }
            });
            request.request().resume();
        }
        answer.end(io.vertx.core.buffer.Buffer.buffer(problems.bytes(problem)));
    }
}
