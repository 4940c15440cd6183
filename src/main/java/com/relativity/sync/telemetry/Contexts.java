package com.relativity.sync.telemetry;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Where work runs, and so whose fields its log lines have: they are kept with the Vert.x context of a call, a message or a run, and follow it
 * from thread to thread. Work that is on no Vert.x thread is left where it is.
 */
public final class Contexts {

    private Contexts() {}

    /** {@code work} on a new context, which has no fields yet; many of them share an event loop. */
    public static <T> Uni<T> ofItsOwn(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null
                    ? work.get()
                    : Uni.createFrom()
                            .deferred(work::get)
                            .runSubscriptionOn(on(VertxContext.createNewDuplicatedContext(caller)));
        });
    }

    /** {@code work} on no call's context, although one may have woken it. */
    public static <T> Uni<T> ofNobody(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null || !VertxContext.isDuplicatedContext(caller)
                    ? work.get()
                    : Uni.createFrom().deferred(work::get).runSubscriptionOn(on(VertxContext.getRootContext(caller)));
        });
    }

    /** {@code answer}, which others bring about, on the context of whoever calls this. */
    public static <T> Uni<T> here(Uni<T> answer) {
        Context asking = Vertx.currentContext();
        return asking == null ? answer : answer.emitOn(on(asking));
    }

    private static Executor on(Context context) {
        return task -> context.runOnContext(turn -> task.run());
    }
}
