package com.relativity.sync.api;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
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

    /** Colon, space and line end. */
    private static final int AROUND_A_HEADER = 4;

    /** After Quarkus has set the headers that every answer has. */
    static final int ORDER = Integer.MIN_VALUE + 1;

    private final ProblemMapper problems;
    private final AuditedAnswers audit;
    private final LimitSettings limits;
    private final boolean servesApi;

    HttpFaults(ProblemMapper problems, AuditedAnswers audit, LimitSettings limits, SecuritySettings security) {
        this.problems = problems;
        this.audit = audit;
        this.limits = limits;
        this.servesApi = security.servesApi();
    }

    void first(@Observes Router router) {
        router.route().order(ORDER).handler(this::admit).failureHandler(this::failed);
    }

    private void admit(RoutingContext request) {
        limits.strictTransportSecurity()
                .ifPresent(value -> request.response().putHeader("Strict-Transport-Security", value));
        String path = request.request().path();
        int fault = fault(request.request());
        if (!servesApi && request.normalizedPath().startsWith("/api")) {
            answer(request, WITHOUT_API.at(path));
        } else if (fault > 0) {
            refuse(request, ProblemMapper.ofStatus(fault, path).at(path));
        } else {
            request.next();
        }
    }

    /** The status that a request beyond a limit is answered with; 0 where it keeps them. */
    private int fault(HttpServerRequest request) {
        if (request.uri().length() > limits.uri().asLongValue()) {
            return 414;
        }
        if (bytes(request.headers()) > limits.headers().asLongValue()) {
            return 431;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && isAbove(length) ? 413 : 0;
    }

    private static long bytes(MultiMap headers) {
        long bytes = 0;
        for (var header : headers) {
            bytes += header.getKey().length() + header.getValue().length() + AROUND_A_HEADER;
        }
        return bytes;
    }

    private boolean isAbove(String length) {
        try {
            return Long.parseLong(length.strip()) > limits.body().asLongValue();
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

    /** Answers with the problem, after the audit trail has been told of it. */
    void refuse(RoutingContext request, Problem problem) {
        UniHelper.toFuture(audit.refused(request, problem)).onComplete(told -> answer(request, problem));
    }

    private void answer(RoutingContext request, Problem problem) {
        if (request.response().headWritten()) {
            return;
        }
        var connection = request.request().connection();
        var answer = request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problems.headers(problem, request).forEach(answer::putHeader);
        if (problem.status() == 408) {
            answer.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.addEndHandler(answered -> connection.close());
        } else if (!request.request().isEnded()) {
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
