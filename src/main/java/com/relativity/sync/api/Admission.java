package com.relativity.sync.api;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Bounds what a process works on at once, so that the requests it has taken keep their latency: one too many is refused at once, with the time
 * after which to try again, before its body is read. Requests that only wait, as streams and long polls do, are counted apart from the others.
 */
@ApplicationScoped
class Admission {

    private static final int AFTER_FAULTS = HttpFaults.ORDER + 1;

    private final HttpFaults faults;
    private final Places requests;
    private final Places waiting;

    Admission(HttpFaults faults, LimitSettings limits, MeterRegistry metrics) {
        this.faults = faults;
        this.requests = new Places(limits.requests());
        this.waiting = new Places(limits.waiting());
        gauge(metrics, "running", requests);
        gauge(metrics, "waiting", waiting);
    }

    private static void gauge(MeterRegistry metrics, String kind, Places places) {
        Gauge.builder("sync.requests", places.taken::get)
                .description("Requests that this process answers (running), and event streams and long polls (waiting)")
                .tag("kind", kind)
                .register(metrics);
    }

    void second(@Observes Router router) {
        router.route("/api/*").order(AFTER_FAULTS).handler(this::admit);
    }

    private void admit(RoutingContext request) {
        boolean waits = waits(request);
        Places places = waits ? waiting : requests;
        if (places.take()) {
            request.addEndHandler(ended -> places.give());
            request.next();
        } else {
            faults.refuse(request, overloaded(waits).at(request.request().path()));
        }
    }

    private static boolean waits(RoutingContext request) {
        return request.normalizedPath().endsWith("/events") || request.request().getParam("wait") != null;
    }

    private static Problem overloaded(boolean waits) {
        return Problem.of(
                "overloaded",
                503,
                "Overloaded",
                waits
                        ? "Too many event streams and long polls are open (sync.limits.waiting). Try again later."
                        : "Too many requests are being answered (sync.limits.requests). Try again later.",
                List.of());
    }

    private static final class Places {

        private final int all;
        private final AtomicInteger taken = new AtomicInteger();

        Places(int all) {
            this.all = all;
        }

        boolean take() {
            return taken.getAndUpdate(now -> now < all ? now + 1 : now) < all;
        }

        void give() {
            taken.decrementAndGet();
        }
    }
}
