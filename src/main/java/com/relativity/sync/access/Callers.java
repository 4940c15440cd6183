package com.relativity.sync.access;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;

/** Tells who makes the present request. */
@ApplicationScoped
public class Callers {

    private static final String CALLER = Caller.class.getName();

    private final SecurityIdentity current;

    /** @param current of the present request */
    Callers(SecurityIdentity current) {
        this.current = current;
    }

    /** The caller whom {@link Entrance} let in. Only while a request is answered. */
    public Caller current() {
        Caller caller = of(current);
        if (caller == null) {
            throw new IllegalStateException("A call was let in without a caller");
        }
        return caller;
    }

    /** Who makes a request that was let in or not; empty where no accepted token named anybody, or none was looked at yet. */
    public Optional<Caller> of(RoutingContext request) {
        return request.user() instanceof QuarkusHttpUser known
                ? Optional.ofNullable(of(known.getSecurityIdentity()))
                : Optional.empty();
    }

    /** Null for one who sent no token. */
    static Caller of(SecurityIdentity identity) {
        return identity.getAttribute(CALLER);
    }

    static String attribute() {
        return CALLER;
    }
}
