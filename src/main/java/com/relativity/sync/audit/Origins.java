package com.relativity.sync.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;

/** Tells which call of REST is being worked on. */
@ApplicationScoped
class Origins {

    private final CurrentVertxRequest current;

    Origins(CurrentVertxRequest current) {
        this.current = current;
    }

    Origin current() {
        try {
            RoutingContext request = current.getCurrent();
            return request == null ? Origin.NONE : Origin.of(request.request());
        } catch (ContextNotActiveException noRequest) {
            return Origin.NONE;
        }
    }
}
