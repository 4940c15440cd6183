package com.relativity.sync.outbox;

import jakarta.enterprise.inject.Vetoed;

import io.vertx.core.Vertx;

/** Tells the test when others would be woken. */
@Vetoed
public final class TestSignal extends EventSignal {

    private final Runnable raised;

    public TestSignal(Vertx vertx, Runnable raised) {
        super(vertx, null, null);
        this.raised = raised;
    }

    @Override
    void raise() {
        raised.run();
    }
}
