package com.relativity.sync.embedded.siege;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.relativity.sync.embedded.Signals;

/** Brings faults over the parts, several at a time, each mended by itself after a while. What comes when follows from the seed. */
final class Faults {

    private static final Duration READY_LIMIT = Duration.ofSeconds(40);
    private static final int MOST_AT_ONCE = 6;
    private static final int ROOM_POLL_MILLIS = 50;
    private static final int CLEAN_EXIT = 0;
    private static final int EXIT_BY_SIGTERM = 143;

    private final Parts parts;
    private final Chronicle chronicle;
    private final Random random;
    private final Set<Object> befallen = ConcurrentHashMap.newKeySet();
    private final Map<Fault.Kind, Integer> counts = new EnumMap<>(Fault.Kind.class);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "fault");
        thread.setDaemon(true);
        return thread;
    });

    Faults(Parts parts, Chronicle chronicle, long seed) {
        this.parts = parts;
        this.chronicle = chronicle;
        this.random = new Random(seed);
    }

    /** So many faults, or as many as the time allows; done when the last one is mended. */
    void bring(int faults, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        int brought = 0;
        while (brought < faults && System.nanoTime() < deadline) {
            while (befallen.size() >= MOST_AT_ONCE) {
                TimeUnit.MILLISECONDS.sleep(ROOM_POLL_MILLIS);
            }
            var fault = Fault.random(random, parts.services().size());
            // Where that part is under a fault already, the next one is drawn.
            if (begin(brought + 1, fault)) {
                brought++;
                counts.merge(fault.kind(), 1, Integer::sum);
                TimeUnit.MILLISECONDS.sleep(fault.pauseMillis());
            }
        }
        threads.shutdown();
        if (!threads.awaitTermination(2 * READY_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            chronicle.finding("The faults could not be mended");
        }
        chronicle.say("%d faults brought and mended: %s", brought, counts);
    }

    private boolean begin(int number, Fault fault) {
        var target = target(fault);
        if (!befallen.add(target)) {
            return false;
        }
        threads.execute(() -> {
            try {
                bring(number, fault);
            } catch (Exception unmended) {
                chronicle.finding("Fault %d, %s, did not go as it should: %s", number, fault, unmended);
            } finally {
                befallen.remove(target);
            }
        });
        return true;
    }

    private Object target(Fault fault) {
        var service = parts.services().get(fault.service());
        return switch (fault.kind()) {
            case KILL_SERVICE, STOP_SERVICE, PAUSE_SERVICE -> service;
            case RESET_DATABASE_LINK, SILENCE_DATABASE_LINK -> service.database;
            case RESET_KAFKA_LINK, SILENCE_KAFKA_LINK -> service.kafka;
            case TERMINATE_SESSIONS, KILL_DATABASE, PAUSE_DATABASE -> parts.database();
            case KILL_BROKER, PAUSE_BROKER -> parts.broker();
        };
    }

    private void bring(int number, Fault fault) throws Exception {
        var service = parts.services().get(fault.service());
        String what = "%d: %s".formatted(number, fault.kind()) + (befallsOne(fault.kind()) ? " of " + service : "")
                + ", " + fault.lastsMillis() + " ms";
        chronicle.say("%s", what);
        switch (fault.kind()) {
            case KILL_SERVICE -> {
                service.kill();
                lasts(fault);
                startAgain(service);
            }
            case STOP_SERVICE -> {
                stop(service);
                lasts(fault);
                startAgain(service);
            }
            case PAUSE_SERVICE -> {
                service.pause();
                TimeUnit.MILLISECONDS.sleep(Parts.LEASE.toMillis());
                lasts(fault);
                service.goOn();
            }
            case RESET_DATABASE_LINK -> cut(fault, service.database, true);
            case SILENCE_DATABASE_LINK -> cut(fault, service.database, false);
            case RESET_KAFKA_LINK -> cut(fault, service.kafka, true);
            case SILENCE_KAFKA_LINK -> cut(fault, service.kafka, false);
            case TERMINATE_SESSIONS -> {
                for (int round = 0; round < 3; round++) {
                    parts.database().terminateSessions();
                    TimeUnit.MILLISECONDS.sleep(fault.lastsMillis() / 10);
                }
            }
            case KILL_DATABASE -> {
                parts.database().kill();
                lasts(fault);
                parts.database().start();
            }
            case PAUSE_DATABASE -> {
                parts.database().pause();
                lasts(fault);
                parts.database().goOn();
            }
            case KILL_BROKER -> {
                parts.broker().kill();
                lasts(fault);
                parts.broker().start();
            }
            case PAUSE_BROKER -> {
                Signals.pause(parts.broker().handle());
                lasts(fault);
                Signals.goOn(parts.broker().handle());
            }
        }
        chronicle.say("%d mended", number);
    }

    private static boolean befallsOne(Fault.Kind kind) {
        return !List.of(
                        Fault.Kind.TERMINATE_SESSIONS,
                        Fault.Kind.KILL_DATABASE,
                        Fault.Kind.PAUSE_DATABASE,
                        Fault.Kind.KILL_BROKER,
                        Fault.Kind.PAUSE_BROKER)
                .contains(kind);
    }

    /** SIGTERM, after which the service must end as it should. */
    void stop(Service service) throws InterruptedException {
        int code = service.terminate();
        if (code != CLEAN_EXIT && code != EXIT_BY_SIGTERM) {
            chronicle.finding("%s was stopped by SIGTERM and ended with code %d", service, code);
        }
    }

    /** It holds its place until it works again, or something else that is broken has kept it from that for long enough. */
    private void startAgain(Service service) throws Exception {
        service.start();
        service.awaitReady(READY_LIMIT);
    }

    private static void cut(Fault fault, Link link, boolean byReset) throws InterruptedException {
        if (byReset) {
            link.cut();
        } else {
            link.silence();
        }
        lasts(fault);
        link.mend();
    }

    private static void lasts(Fault fault) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(fault.lastsMillis());
    }

    /** Stops all services at once and tells of each that does not end as it should. */
    void drainAll() throws InterruptedException {
        var stopping = new ArrayList<Thread>();
        for (Service service : parts.services()) {
            var thread = new Thread(() -> {
                try {
                    stop(service);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            stopping.add(thread);
        }
        for (Thread thread : stopping) {
            thread.join();
        }
    }
}
