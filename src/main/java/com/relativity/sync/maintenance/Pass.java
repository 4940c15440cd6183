package com.relativity.sync.maintenance;

import java.time.Duration;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.sql.Turns;
import com.relativity.sync.telemetry.LongWork;

/**
 * Work in small steps that goes on until nothing is left, then rests for an interval; among all processes one does it. A process that ends in
 * the middle leaves the rest to the next turn, so a step must not need the one before. For one loop, whose rounds it is.
 */
final class Pass {

    private static final Logger LOG = Logger.getLogger(Pass.class);

    private final String name;
    private final Turns turns;
    private final Duration interval;
    private final Duration pause;
    private final Duration progress;
    private final Supplier<Uni<Boolean>> step;
    private volatile boolean going;
    private LongWork work;
    private long steps;

    /**
     * @param progress how often a pass of many steps says how far it is
     * @param step answers whether there is more to do
     */
    Pass(String name, Turns turns, Duration interval, Duration pause, Duration progress, Supplier<Uni<Boolean>> step) {
        this.name = name;
        this.turns = turns;
        this.interval = interval;
        this.pause = pause;
        this.progress = progress;
        this.step = step;
    }

    /** A step, when it is this process's turn. Answers whether the next one should follow at once. */
    Uni<Boolean> round() {
        Uni<Boolean> mine = going ? Uni.createFrom().item(true) : turns.take(name, interval);
        return mine.invoke(taken -> going = taken)
                .chain(taken -> taken ? step() : Uni.createFrom().item(false));
    }

    /** One that ends with its first step found nothing to do that takes long. */
    private void tell(boolean more) {
        if (more && work == null) {
            work = LongWork.begun(LOG, progress, name);
            steps = 0;
        }
        if (work != null) {
            steps++;
            String howFar = steps + " steps";
            if (more) {
                work.reached(howFar);
            } else {
                work.ended(howFar);
                work = null;
            }
        }
    }

    private Uni<Boolean> step() {
        return step.get()
                .invoke(more -> going = more)
                .invoke(this::tell)
                .call(more -> more && !pause.isZero()
                        ? Uni.createFrom().voidItem().onItem().delayIt().by(pause)
                        : Uni.createFrom().voidItem());
    }
}
