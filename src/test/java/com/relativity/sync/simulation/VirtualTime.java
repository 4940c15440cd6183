package com.relativity.sync.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A clock that stands still while something happens and jumps to the next thing that is planned. Everything happens on the caller's thread, in
 * the order of time and, at the same time, of planning. What a process plans belongs to it.
 */
final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {

    /** The back-off of retries draws its jitter, up to 30 %, from a source without a seed. Longer delays are therefore put into classes. */
    private static final long CLASSES_FROM_MILLIS = 340;

    private static final long FIRST_CLASS_MILLIS = 500;

    private final PriorityQueue<Planned<?>> planned = new PriorityQueue<>(
            Comparator.<Planned<?>>comparingLong(task -> task.due).thenComparingLong(task -> task.number));

    private long now;
    private long lastNumber;
    private SimulatedProcess current;

    long nowMillis() {
        return now;
    }

    long plannedSoFar() {
        return lastNumber;
    }

    long nowNanos() {
        return TimeUnit.MILLISECONDS.toNanos(now);
    }

    /** Everything that {@code work} plans belongs to the process. */
    void as(SimulatedProcess process, Runnable work) {
        var before = current;
        current = process;
        try {
            work.run();
        } finally {
            current = before;
        }
    }

    /** @param owner null for what happens whichever process dies */
    void plan(SimulatedProcess owner, long delayMillis, Runnable work) {
        planned.add(new Planned<>(owner, now + delayMillis, () -> {
            work.run();
            return null;
        }));
    }

    /** Lets everything happen that is due within the time. */
    void pass(long millis) {
        long end = now + millis;
        while (!planned.isEmpty() && planned.peek().due <= end) {
            happen(planned.poll());
        }
        now = end;
    }

    private void happen(Planned<?> task) {
        now = Math.max(now, task.due);
        var owner = task.owner;
        if (task.isCancelled() || owner != null && owner.isDead()) {
            return;
        }
        if (owner != null && owner.standsStillUntil() > now) {
            task.due = owner.standsStillUntil();
            planned.add(task);
            return;
        }
        as(owner, task::runAndReport);
    }

    @Override
    public void execute(Runnable command) {
        plan(current, 0, command);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    command.run();
                    return null;
                },
                delay,
                unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        var task = new Planned<>(current, now + inClasses(unit.toMillis(delay)), callable);
        planned.add(task);
        return task;
    }

    private static long inClasses(long millis) {
        if (millis < CLASSES_FROM_MILLIS) {
            return millis;
        }
        long doubled = 63 - Long.numberOfLeadingZeros(millis / CLASSES_FROM_MILLIS);
        return FIRST_CLASS_MILLIS << doubled;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("Nothing here is done at a rate");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("Nothing here is done at a rate");
    }

    @Override
    public void shutdown() {
        planned.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        planned.clear();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private final class Planned<V> extends FutureTask<V> implements ScheduledFuture<V> {

        private final SimulatedProcess owner;
        private final long number = ++lastNumber;
        private long due;

        Planned(SimulatedProcess owner, long due, Callable<V> work) {
            super(work);
            this.owner = owner;
            this.due = due;
        }

        /** A failure that nobody in the service has caught is a defect. */
        void runAndReport() {
            run();
            try {
                get();
            } catch (java.util.concurrent.ExecutionException failure) {
                if (failure.getCause() instanceof Error error) {
                    throw error;
                }
                throw new AssertionError("Nobody caught a failure of " + owner, failure.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            } catch (java.util.concurrent.CancellationException cancelled) {
                // by itself while it ran
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - now, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
