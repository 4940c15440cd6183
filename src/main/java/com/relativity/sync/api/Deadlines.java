package com.relativity.sync.api;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Gives up on requests whose body trickles, and on those to which no answer begins in time, so that neither keeps a place for ever. An answer
 * that has begun, as a stream or a file, may take its time, and so may an import, which answers when all its lines are done.
 */
@ApplicationScoped
class Deadlines {

    private static final int AFTER_ADMISSION = HttpFaults.ORDER + 2;

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final HttpFaults faults;
    private final LimitSettings limits;

    Deadlines(HttpFaults faults, LimitSettings limits) {
        this.faults = faults;
        this.limits = limits;
    }

    void third(@Observes Router router) {
        router.route("/api/*").order(AFTER_ADMISSION).handler(this::watch);
    }

    private void watch(RoutingContext request) {
        String path = request.request().path();
        if (mayHaveBody(request.request())) {
            after(limits.bodyTime(), request, () -> {
                if (!request.request().isEnded()) {
                    giveUp(request, ProblemMapper.ofStatus(408, path));
                }
            });
        }
        if (!request.normalizedPath().endsWith("/imports")) {
            after(limits.answerTime(), request, () -> giveUp(request, timedOut()));
        }
        request.next();
    }

    /** A request without a body that is being answered, such as a long poll, may not have ended either: nobody has read to its end. */
    private static boolean mayHaveBody(HttpServerRequest request) {
        return !request.isEnded() && WITH_BODY.contains(request.method());
    }

    private static void after(Duration limit, RoutingContext request, Runnable work) {
        long timer = request.vertx().setTimer(limit.toMillis(), due -> work.run());
        request.addEndHandler(ended -> request.vertx().cancelTimer(timer));
    }

    private void giveUp(RoutingContext request, Problem problem) {
        if (!request.response().headWritten()) {
            faults.refuse(request, problem.at(request.request().path()));
        }
    }

    private static Problem timedOut() {
        return Problem.of(
                "timed-out",
                503,
                "Timed out",
                "The answer took too long (sync.limits.answer-time); what was asked for may have been done all the same. Try again later.",
                List.of());
    }
}
