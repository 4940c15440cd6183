package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;

/**
 * A job id below which nothing waits, as far as this process knows. Claims begin there, so that they do not read past the entries of jobs that
 * were claimed long ago: while a transaction is open for long, as a backup's is, PostgreSQL may not remove them, and they stand before all that
 * waits.
 *
 * <p>It is a hint. A job that came back to the list, or whose submission took long to commit, may wait below it until this process looks from
 * the beginning again, which it does now and then, and when nothing else waits.
 */
@ApplicationScoped
class ListFloor {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FROM_THE_BEGINNING = Duration.ofSeconds(3);

    /** Of the time, what looks from the beginning may take where nothing waits above. */
    private static final int SHARE = 20;

    // By the primary key, whatever the statistics say: what lies between the floor and the first waiting job is little.
    // The concatenation keeps the planner from the index of the waiting jobs, which it would read as a whole and sort.
    private static final String FROM_FLOOR = """
            select coalesce(
              (select job_id from sync_job where status || '' = 'Pending' and job_id >= $1 order by job_id limit 1),
              (select coalesce(max(job_id), 0) + 1 from sync_job)) as lowest
            """;

    // By the index of the waiting jobs: reading all ended ones would take longer.
    private static final String FROM_ZERO = """
            select coalesce(
              (select min(job_id) from (select job_id from sync_job where status = 'Pending' offset 0) w),
              (select coalesce(max(job_id), 0) + 1 from sync_job)) as lowest
            """;

    private final Transactions transactions;
    private final LongSupplier nanoTime;
    private final long pauseNanos;
    private final long fromTheBeginningNanos;

    private long floor;
    /** The lowest waiting job a look ago. It counts from the next look on: submissions with lower ids have committed by then. */
    private long next;

    private long lowered = Long.MAX_VALUE;
    private long lookedAt;
    private long lookedFromTheBeginningAt;
    private long mayLookBelowAt;

    @Inject
    ListFloor(Transactions transactions) {
        this(transactions, System::nanoTime);
    }

    /** @param nanoTime a clock that does not jump */
    ListFloor(Transactions transactions, LongSupplier nanoTime) {
        this(transactions, nanoTime, PAUSE, FROM_THE_BEGINNING);
    }

    ListFloor(Transactions transactions, LongSupplier nanoTime, Duration pause, Duration fromTheBeginning) {
        this.transactions = transactions;
        this.nanoTime = nanoTime;
        this.pauseNanos = pause.toNanos();
        this.fromTheBeginningNanos = fromTheBeginning.toNanos();
        long now = nanoTime.getAsLong();
        this.lookedAt = now;
        this.lookedFromTheBeginningAt = now;
        this.mayLookBelowAt = now;
    }

    /** The clock that {@link #lookedBelow} goes by. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    synchronized long jobId() {
        return floor;
    }

    /** The job has come back to the list. Called after the commit. */
    synchronized void lower(long jobId) {
        floor = Math.min(floor, jobId);
        next = Math.min(next, jobId);
        lowered = Math.min(lowered, jobId);
    }

    /** Raises it to what waits now; does nothing where that was done a moment ago. */
    Uni<Void> raise() {
        var look = due();
        return look == null
                ? Uni.createFrom().voidItem()
                : transactions
                        .query(look.sql(), look.arguments())
                        .invoke(rows -> looked(rows.iterator().next().getLong("lowest")))
                        .replaceWithVoid();
    }

    private record DueLook(String sql, Tuple arguments) {}

    private synchronized DueLook due() {
        long now = nanoTime.getAsLong();
        if (now - lookedAt < pauseNanos) {
            return null;
        }
        lookedAt = now;
        lowered = Long.MAX_VALUE;
        if (now - lookedFromTheBeginningAt < fromTheBeginningNanos) {
            return new DueLook(FROM_FLOOR, Tuple.of(floor));
        }
        lookedFromTheBeginningAt = now;
        return new DueLook(FROM_ZERO, Tuple.tuple());
    }

    private synchronized void looked(long lowest) {
        long lowestNow = Math.min(lowest, lowered);
        floor = Math.min(next, lowestNow);
        next = lowestNow;
    }

    /** Whether a claim that found nothing above is to look below as well. Where that takes long, not every time. */
    synchronized boolean mayLookBelow() {
        return floor > 0 && nanoTime.getAsLong() - mayLookBelowAt >= 0;
    }

    synchronized void lookedBelow(long startNanos) {
        long now = nanoTime.getAsLong();
        mayLookBelowAt = now + SHARE * (now - startNanos);
    }
}
