package com.relativity.sync.api;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

import com.relativity.sync.outbox.EventSignal;

/**
 * Lets one reader wait between two looks until there may be something new. A signal between two waits is not lost; as signals between
 * processes may be, no wait is longer than a second. After a signal, others of the same moment are given time to come, so that a busy
 * service costs a reader no look for every event.
 */
final class EventWait implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration GATHERING = Duration.ofMillis(10);

    private final Context reader;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final AtomicReference<Runnable> waiting = new AtomicReference<>();
    private final EventSignal.Registration registration;

    /** For a reader on the current thread's context. */
    EventWait(EventSignal signal, Vertx vertx) {
        this.reader = vertx.getOrCreateContext();
        this.registration = signal.listen(this::signal);
    }

    /** Done, on the reader's context, when there may be something new; at the latest after a second, or {@code atMost}. */
    Uni<Void> next(Duration atMost) {
        if (atMost.isZero()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .<Void>emitter(emitter -> {
                    waiting.set(() -> emitter.complete(null));
                    if (signalled.get()) {
                        release();
                    }
                })
                .onItem()
                .delayIt()
                .by(GATHERING)
                .ifNoItem()
                .after(atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST)
                .recoverWithItem((Void) null)
                .emitOn(command -> reader.runOnContext(now -> command.run()));
    }

    private void signal() {
        signalled.set(true);
        release();
    }

    private void release() {
        Runnable released = waiting.getAndSet(null);
        if (released != null) {
            signalled.set(false);
            released.run();
        }
    }

    @Override
    public void close() {
        registration.close();
    }
}
