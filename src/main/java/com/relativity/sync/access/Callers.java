package com.relativity.sync.access;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.identity.SecurityIdentity;

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

    /** Null for one who sent no token. */
    static Caller of(SecurityIdentity identity) {
        return identity.getAttribute(CALLER);
    }

    static String attribute() {
        return CALLER;
    }
}
