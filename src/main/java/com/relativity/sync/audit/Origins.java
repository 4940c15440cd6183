package com.relativity.sync.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;

import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Tells which request is being worked on. */
@ApplicationScoped
class Origins {

    private final CurrentVertxRequest current;

    Origins(CurrentVertxRequest current) {
        this.current = current;
    }

    Origin current() {
        try {
            RoutingContext request = current.getCurrent();
            return request == null ? Origin.NONE : of(request.request());
        } catch (ContextNotActiveException noRequest) {
            return Origin.NONE;
        }
    }

    static Origin of(HttpServerRequest request) {
        var trace = Span.current().getSpanContext();
        return new Origin(
                request.method() + " " + request.path(), remote(request), trace.isValid() ? trace.getTraceId() : null);
    }

    private static String remote(HttpServerRequest request) {
        var address = request.remoteAddress();
        if (address == null) {
            return null;
        }
        return address.hostAddress() == null ? address.host() : address.hostAddress();
    }
}
