package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * People at work: some submit jobs, and submit the same again when no answer came; some change their minds and cancel; some look. They go on
 * until told to stop, and never let more than a few jobs wait.
 */
final class Workload {

    private static final int SUBMITTERS = 3;
    private static final int WATCHERS = 3;
    private static final int MOST_OPEN = 12;
    private static final int PERCENT_SHARED = 20;
    private static final int PERCENT_CANCELLED = 15;
    private static final int LONGEST_PAUSE_MILLIS = 1500;
    private static final int WATCH_PAUSE_MILLIS = 40;

    private final Api api;
    private final Chronicle chronicle;
    private final List<Matter> matters;
    private final Map<Matter, Matter.Destination> shared;
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private final List<Thread> people = new ArrayList<>();
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private volatile boolean stopped;

    /** @param shared a destination that all matters are copied into, with each one's mapping */
    Workload(Api api, Chronicle chronicle, List<Matter> matters, Map<Matter, Matter.Destination> shared) {
        this.api = api;
        this.chronicle = chronicle;
        this.matters = matters;
        this.shared = shared;
    }

    interface Work {
        void once() throws InterruptedException;
    }

    void start() {
        for (int i = 0; i < SUBMITTERS; i++) {
            goOn("submitter-" + i, this::submitOne);
        }
        for (int i = 0; i < WATCHERS; i++) {
            var watch = new Watch(api, chronicle);
            goOn("watcher-" + i, () -> lookAtOne(watch));
        }
    }

    private void goOn(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        while (!stopped) {
                            work.once();
                        }
                    } catch (InterruptedException stopping) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException defect) {
                        chronicle.finding("The siege itself failed in %s: %s", name, defect);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        people.add(thread);
    }

    List<Order> orders() {
        return List.copyOf(orders);
    }

    /** How many jobs have been seen to end. */
    long ended() {
        return orders.stream().filter(order -> order.ended).count();
    }

    private long open() {
        return orders.stream().filter(order -> !order.ended).count();
    }

    private void submitOne() throws InterruptedException {
        var random = ThreadLocalRandom.current();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        if (open() >= MOST_OPEN) {
            return;
        }
        var matter = matters.get(random.nextInt(matters.size()));
        boolean alone = random.nextInt(100) >= PERCENT_SHARED;
        var destination = alone ? matter.newDestination(api) : Optional.of(shared.get(matter));
        if (destination.isEmpty()) {
            return;
        }
        var order = new Order(run + "-" + orders.size() + "-" + random.nextInt(1000), matter, destination.get(), alone);
        orders.add(order);
        while (!stopped && !order.isAccepted()) {
            submit(order);
        }
        if (order.isAccepted() && random.nextInt(100) < PERCENT_CANCELLED) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            cancel(order);
        }
    }

    private void submit(Order order) throws InterruptedException {
        var answer = api.post(order.path(), order.parameters());
        if (answer.isEmpty()) {
            return;
        }
        if (answer.get().isGood()) {
            order.jobId = answer.get().number("jobId");
        } else {
            chronicle.finding(
                    "The submission %s was answered with %d: %s",
                    order.correlationId, answer.get().status(), answer.get().body());
            order.ended = true;
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void cancel(Order order) throws InterruptedException {
        while (!stopped) {
            var answer = api.post("/api/sync/v1/jobs/" + order.jobId + "/cancel", Map.of());
            if (answer.isPresent()) {
                order.cancelAccepted = answer.get().status() == 202;
                order.cancelTooLate = answer.get().status() == 409;
                if (!order.cancelAccepted && !order.cancelTooLate) {
                    chronicle.finding(
                            "The cancel of job %d was answered with %d: %s",
                            order.jobId, answer.get().status(), answer.get().body());
                }
                return;
            }
        }
    }

    private void lookAtOne(Watch watch) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(WATCH_PAUSE_MILLIS);
        var accepted = orders.stream().filter(Order::isAccepted).toList();
        if (accepted.isEmpty()) {
            return;
        }
        var random = ThreadLocalRandom.current();
        var open = accepted.stream().filter(order -> !order.ended).toList();
        // Mostly what still runs; now and then one that has ended, which must stay as it is.
        var choice = open.isEmpty() || random.nextInt(5) == 0 ? accepted : open;
        watch.look(choice.get(random.nextInt(choice.size())));
    }

    /** One job more, of somebody new. */
    void oneMore(Duration limit) throws InterruptedException, IOException {
        var matter = matters.get(0);
        var destination = matter.newDestination(api)
                .orElseThrow(() -> new IOException("A workspace could not be made although nothing is broken"));
        var order = new Order(run + "-last", matter, destination, true);
        orders.add(order);
        order.jobId = api.insist(order.path(), order.parameters(), limit).number("jobId");
    }

    /** Everybody leaves; what was submitted without an answer is submitted again until it is answered. */
    void stop(Duration limit) throws InterruptedException, IOException {
        stopped = true;
        for (Thread person : people) {
            person.join(limit.toMillis());
        }
        for (Order order : orders) {
            if (!order.isAccepted()) {
                var answer = api.insist(order.path(), order.parameters(), limit);
                if (answer.isGood()) {
                    order.jobId = answer.number("jobId");
                } else {
                    chronicle.finding(
                            "The submission %s was answered with %d: %s",
                            order.correlationId, answer.status(), answer.body());
                }
            }
        }
    }
}
