package com.relativity.sync.outbox;

import java.util.Optional;

import jakarta.enterprise.inject.Vetoed;

import io.vertx.core.Vertx;

/** Tells the test when others would be woken. */
@Vetoed
public final class TestSignal extends EventSignal {

    private final Runnable raised;

    public TestSignal(Vertx vertx, Runnable raised) {
        super(vertx, null, "postgresql://nowhere/nothing", "nobody", Optional.empty());
        this.raised = raised;
    }

    @Override
    void raise() {
        raised.run();
    }
}
