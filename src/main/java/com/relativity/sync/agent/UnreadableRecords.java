package com.relativity.sync.agent;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;

import com.relativity.sync.deadletter.DeadLetters;
import com.relativity.sync.loop.Loop;
import com.relativity.sync.problem.DependencyDown;

/**
 * Records on their way to the dead letters. A record is acknowledged when its letter is, so one that Kafka does not take meanwhile, or that
 * the process dies with, comes again; that way a letter may be written twice, with the same origin in its headers. Writing is tried again for as
 * long as it fails, while other records go on to wake slots; only when very many wait, further ones are not taken from the topic.
 */
@ApplicationScoped
class UnreadableRecords {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private record Waiting(ConsumerRecord<byte[], byte[]> record, String reason, Message<byte[]> message) {}

    private final DeadLetters deadLetters;
    private final int most;
    private final Loop loop = new Loop("Writing of dead letters", PAUSE, this::write);
    private final AtomicBoolean started = new AtomicBoolean();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<UniEmitter<? super Void>> full = new AtomicReference<>();

    UnreadableRecords(DeadLetters deadLetters, AgentSettings settings) {
        this.deadLetters = deadLetters;
        this.most = settings.mostDeadLetters();
    }

    /** Done when there is room for another one. */
    Uni<Void> take(ConsumerRecord<byte[], byte[]> record, String reason, Message<byte[]> message) {
        if (!started.getAndSet(true)) {
            loop.start();
        }
        waiting.add(new Waiting(record, reason, message));
        if (count.incrementAndGet() < most) {
            loop.wake();
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(emitter -> {
            full.set(emitter);
            loop.wake();
            releaseIfRoom();
        });
    }

    private Uni<Boolean> write() {
        // While it fails, one letter finds out for all.
        var sendings =
                waiting.stream().limit(isFailing() ? 1 : most).map(this::write).toList();
        return sendings.isEmpty()
                ? Uni.createFrom().item(false)
                : Uni.join()
                        .all(sendings)
                        .andCollectFailures()
                        .onFailure(CompositeException.class)
                        .transform(away -> new DependencyDown("Kafka", away.getCause()))
                        .replaceWith(true);
    }

    private Uni<Void> write(Waiting one) {
        return deadLetters
                .keep(one.record(), one.reason())
                .invoke(() -> {
                    waiting.remove(one);
                    count.decrementAndGet();
                    releaseIfRoom();
                })
                .onFailure()
                .invoke(() -> toTheEnd(one))
                .chain(() -> Uni.createFrom().completionStage(one.message()::ack));
    }

    /** So that one that Kafka never takes does not stand before the others. */
    private void toTheEnd(Waiting one) {
        if (waiting.remove(one)) {
            waiting.add(one);
        }
    }

    /** Whether Kafka did not take the last ones. */
    boolean isFailing() {
        return loop.failuresInARow() > 0;
    }

    /** What is not written by then stays unacknowledged and comes to another agent. */
    @PreDestroy
    void stop() {
        loop.stop();
    }

    private void releaseIfRoom() {
        if (count.get() < most) {
            var released = full.getAndSet(null);
            if (released != null) {
                released.complete(null);
            }
        }
    }
}
