package com.relativity.sync.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;

/** Whether this process was asked to stop. Requests that only wait end then, and their clients come back to another process. */
@ApplicationScoped
class Stop {

    private volatile boolean asked;

    void ask(@Observes ShutdownDelayInitiatedEvent signal) {
        asked = true;
    }

    boolean isAsked() {
        return asked;
    }
}
