package com.relativity.sync.embedded.measure;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.vertx.core.Vertx;

/**
 * Claims while a REPEATABLE READ transaction stays open, as a backup keeps one, and jobs go through the list all the time: PostgreSQL may not
 * remove a row version that went out of use since. Beside it a second database on the same server takes the same load without such a
 * transaction, so whatever else the machine does meets both. At its beginning many jobs pass through both at once, so that a short run has as
 * much behind it as a long one. Compared is the last part of the time, when most has piled up.
 */
record ClaimsBesideOldSnapshot(Duration open, int jobsASecond, int passedThrough) implements Measurement {

    private static final int WORKERS = 2;
    private static final int WAITING = 50;
    private static final int WORKSPACES = 20;
    private static final int BLOCKS = 5;
    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration SWEEP = Duration.ofMillis(50);
    private static final double RATIO_LIMIT = 2;

    @Override
    public void take(Report report) throws Exception {
        report.title(
                "Claims at %d jobs a second beside a transaction that is open for %s".formatted(jobsASecond, open));
        var vertx = Vertx.vertx();
        try (var site = Site.open();
                var held = ClaimedList.in(site.database(), "held", vertx);
                var free = ClaimedList.in(site.database(), "free", vertx)) {
            held.fill(WAITING, WORKSPACES);
            free.fill(WAITING, WORKSPACES);
            compare("before it", load(held, free, BEFORE), report);
            double ratio;
            try (var backup = held.connect()) {
                takeSnapshot(backup);
                held.passThrough(passedThrough, WORKSPACES);
                free.passThrough(passedThrough, WORKSPACES);
                compare("just after many passed through", load(held, free, BEFORE), report);
                ratio = compare("while it is open", load(held, free, open), report);
            }
            report.limit("Ratio of p99 beside an old snapshot", ratio, RATIO_LIMIT, "times");
            compare("after its end", load(held, free, BEFORE), report);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void takeSnapshot(Connection backup) throws SQLException {
        backup.setAutoCommit(false);
        backup.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        backup.createStatement().execute("select count(*) from sync_job");
    }

    private record Loaded(Claims held, Claims free) {}

    /** @param millis of each claim, the earliest first */
    private record Claims(List<Double> millis) {

        Spans lastQuarter() {
            return Spans.of(millis.subList(millis.size() * 3 / 4, millis.size()));
        }

        /** The median of several parts, so that one hiccup of the machine does not decide. */
        double lateP99() {
            var late = millis.subList(millis.size() * 3 / 4, millis.size());
            var parts = new ArrayList<Double>();
            for (int block = 0; block < BLOCKS; block++) {
                parts.add(Spans.of(late.subList(late.size() * block / BLOCKS, late.size() * (block + 1) / BLOCKS))
                        .p99());
            }
            return Spans.median(parts);
        }
    }

    private static double compare(String when, Loaded claims, Report report) {
        double ratio = claims.held().lateP99() / claims.free().lateP99();
        report.say("%s: with it %s", when, claims.held().lastQuarter());
        report.say("%s: without %s; ratio of p99 %.2f", when, claims.free().lastQuarter(), ratio);
        return ratio;
    }

    private Loaded load(ClaimedList held, ClaimedList free, Duration length) throws Exception {
        var workers = Executors.newFixedThreadPool(2 * (WORKERS + 1));
        try {
            long end = System.nanoTime() + length.toNanos();
            var ofHeld = start(workers, held, end);
            var ofFree = start(workers, free, end);
            return new Loaded(ofHeld.all(), ofFree.all());
        } finally {
            workers.shutdownNow();
        }
    }

    private record Running(ConcurrentLinkedQueue<Double> millis, List<Future<?>> workers) {

        Claims all() throws Exception {
            for (Future<?> worker : workers) {
                worker.get();
            }
            return new Claims(List.copyOf(millis));
        }
    }

    private Running start(java.util.concurrent.ExecutorService threads, ClaimedList list, long end) {
        var millis = new ConcurrentLinkedQueue<Double>();
        var workers = new ArrayList<Future<?>>();
        for (int worker = 0; worker < WORKERS; worker++) {
            int first = worker;
            workers.add(threads.submit(() -> putThrough(list, first, end, millis)));
        }
        workers.add(threads.submit(() -> publish(list, end)));
        return new Running(millis, workers);
    }

    private void putThrough(ClaimedList list, int first, long end, ConcurrentLinkedQueue<Double> millis) {
        long pause = TimeUnit.SECONDS.toNanos(1) * WORKERS / jobsASecond;
        long due = System.nanoTime();
        for (int number = first; System.nanoTime() < end; number++) {
            list.submit(number, WORKSPACES);
            long start = System.nanoTime();
            var job = list.claim();
            millis.add(Spans.millisSince(start));
            list.end(job);
            due = Math.max(due + pause, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** What a relay leaves behind in the tables. */
    private static Void publish(ClaimedList list, long end) throws SQLException {
        try (var connection = list.connect();
                var statement = connection.prepareStatement(
                        "update job_event set published_at = now() where published_at is null")) {
            while (System.nanoTime() < end) {
                statement.executeUpdate();
                LockSupport.parkNanos(SWEEP.toNanos());
            }
        }
        return null;
    }
}
