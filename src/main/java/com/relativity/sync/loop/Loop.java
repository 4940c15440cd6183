package com.relativity.sync.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.jboss.logging.Logger;

import com.relativity.sync.telemetry.Contexts;

/**
 * Repeats a round until it is stopped. Two rounds of a loop never overlap. A round that answers true is followed by the next at once; after
 * one that answers false or fails, the loop waits until it is woken or the pause is over. A failure ends the round, not the loop: it is
 * logged when it begins and when it is over, and the pause grows while it lasts.
 */
public final class Loop {

    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int JITTER_PERCENT = 20;

    private final String name;
    private final Supplier<Uni<Boolean>> round;
    private final Duration pause;
    private final Duration longestPause;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicReference<UniEmitter<? super Void>> sleeper = new AtomicReference<>();
    private volatile boolean stopping;
    private volatile int failures;
    private volatile long lastRoundNanos;
    private volatile boolean started;
    private Uni<Void> end = Uni.createFrom().voidItem();

    public Loop(String name, Duration pause, Supplier<Uni<Boolean>> round) {
        this(name, pause, LONGEST_PAUSE, round);
    }

    /** @param longestPause to which the pause grows while rounds fail; where it is shorter than the pause, it does not grow */
    public Loop(String name, Duration pause, Duration longestPause, Supplier<Uni<Boolean>> round) {
        this.name = name;
        this.pause = pause;
        this.longestPause = longestPause.compareTo(pause) > 0 ? longestPause : pause;
        this.round = round;
    }

    public void start() {
        lastRoundNanos = System.nanoTime();
        started = true;
        Uni<Void> rounds = Uni.createFrom()
                .deferred(this::guardedRound)
                .repeat()
                .until(done -> stopping)
                .collect()
                .last()
                .replaceWithVoid();
        Uni<Void> running = rounds.memoize().indefinitely();
        end = running;
        running.subscribe()
                .with(ended -> LOG.debugf("Loop %s ended", name), defect -> LOG.errorf(defect, "Loop %s broke", name));
    }

    /** Ends the pause; a loop that is in a round takes the next one without a pause. Never blocks. */
    public void wake() {
        woken.set(true);
        var asleep = sleeper.getAndSet(null);
        if (asleep != null) {
            asleep.complete(null);
        }
    }

    /** Whether it waits for something to do. */
    public boolean isIdle() {
        return sleeper.get() != null;
    }

    /** Why rounds fail at the moment; 0 when the last one did not. */
    public int failuresInARow() {
        return failures;
    }

    /** For how long no round has begun; empty for a loop that was not started, or is to stop. */
    public Optional<Duration> sinceLastRound() {
        return started && !stopping
                ? Optional.of(Duration.ofNanos(System.nanoTime() - lastRoundNanos))
                : Optional.empty();
    }

    /** No further round begins; done when the one that runs has ended. */
    public Uni<Void> stop() {
        stopping = true;
        wake();
        return end;
    }

    /** For a round that has reached what the loop was for: no further one begins. */
    public Uni<Void> ending() {
        stopping = true;
        return Uni.createFrom().voidItem();
    }

    private Uni<Boolean> guardedRound() {
        if (stopping) {
            return Uni.createFrom().item(false);
        }
        woken.set(false);
        lastRoundNanos = System.nanoTime();
        return Contexts.ofNobody(round)
                .invoke(this::succeeded)
                .onFailure()
                .recoverWithItem(this::failed)
                .call(more -> more || stopping ? Uni.createFrom().voidItem() : sleep());
    }

    private void succeeded() {
        if (failures > 0) {
            LOG.infof("%s works again after %d failed rounds", name, failures);
            failures = 0;
        }
    }

    private boolean failed(Throwable failure) {
        failures++;
        if (failures == 1) {
            LOG.warnf(failure, "%s failed and is tried again", name);
        } else {
            LOG.debugf(failure, "%s failed %d times in a row", name, failures);
        }
        return false;
    }

    private Uni<Void> sleep() {
        Duration length = failures == 0 ? pause : pauseAfterFailures();
        return Uni.createFrom()
                .<Void>emitter(emitter -> {
                    sleeper.set(emitter);
                    if (woken.get() && failures == 0 || stopping) {
                        emitter.complete(null);
                    }
                })
                .ifNoItem()
                .after(length)
                .recoverWithItem((Void) null)
                .onTermination()
                .invoke(() -> sleeper.set(null));
    }

    /** Loops of different names go apart, so that what has come back is not asked by all at the same moment. */
    private Duration pauseAfterFailures() {
        Duration grown = pause.multipliedBy(1L << Math.min(failures, 6));
        Duration length = grown.compareTo(longestPause) < 0 ? grown : longestPause;
        int jitter = Math.floorMod(31 * name.hashCode() + failures, 2 * JITTER_PERCENT + 1) - JITTER_PERCENT;
        return length.multipliedBy(100L + jitter).dividedBy(100);
    }
}
