package com.relativity.sync.deadletter;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

import com.relativity.sync.problem.DeadLettersBusy;

/** Bounds how many calls read the topic side by side, and so what they hold in memory; some more wait for their turn. */
@ApplicationScoped
class FewAtOnce {

    private final Queue<Turn> waiting = new ArrayDeque<>();
    private final int mostWaiting;
    private int free;

    FewAtOnce(DeadLetterSettings settings) {
        this.free = settings.calls();
        this.mostWaiting = settings.waitingCalls();
    }

    /** Fails with {@link DeadLettersBusy} where as many wait as may. */
    <T> Uni<T> run(Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            var turn = new Turn();
            return Uni.createFrom()
                    .<Void>emitter(emitter -> enter(turn, emitter))
                    .chain(entered -> call.get())
                    .onTermination()
                    .invoke(() -> leave(turn));
        });
    }

    private void enter(Turn turn, UniEmitter<? super Void> emitter) {
        turn.emitter = emitter;
        boolean begins;
        boolean waits;
        synchronized (this) {
            begins = free > 0;
            waits = !begins && waiting.size() < mostWaiting;
            if (begins) {
                turn.has = true;
                free--;
            } else if (waits) {
                waiting.add(turn);
            }
        }
        if (begins) {
            emitter.complete(null);
        } else if (!waits) {
            emitter.fail(new DeadLettersBusy());
        }
    }

    /** Also of a caller that has gone while it waited. */
    private void leave(Turn turn) {
        Turn next;
        synchronized (this) {
            if (!turn.has) {
                waiting.remove(turn);
                return;
            }
            turn.has = false;
            next = waiting.poll();
            if (next == null) {
                free++;
            } else {
                next.has = true;
            }
        }
        if (next != null) {
            next.emitter.complete(null);
        }
    }

    private static final class Turn {
        private UniEmitter<? super Void> emitter;
        private boolean has;
    }
}
