package com.relativity.sync.access;

import jakarta.enterprise.context.ApplicationScoped;

/** Tells who makes the present request. */
@ApplicationScoped
public class Callers {

    public Caller current() {
        return Caller.ANONYMOUS;
    }
}
