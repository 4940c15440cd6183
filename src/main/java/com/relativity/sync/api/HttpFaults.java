package com.relativity.sync.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Answers the faults that arise below REST with the same problems: bodies that are too long, paths that cannot be decoded. */
@ApplicationScoped
class HttpFaults {

    private final ProblemMapper problems;
    private final long mostBytes;

    HttpFaults(ProblemMapper problems, LimitSettings limits) {
        this.problems = problems;
        this.mostBytes = limits.body().asLongValue();
    }

    void first(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::limit).failureHandler(this::failed);
    }

    private void limit(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && isAbove(length)) {
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

    private void refuse(RoutingContext request, Problem problem) {
        var connection = request.request().connection();
        var answer = request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
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
