package com.relativity.sync.deadletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import com.relativity.sync.problem.DeadLettersBusy;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FewAtOnceTest {

    private record Limits(int calls, int waitingCalls) implements DeadLetterSettings {
        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration readTimeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public MemorySize mostShown() {
            return null;
        }
    }

    private final FewAtOnce few = new FewAtOnce(new Limits(2, 1));
    private final List<CompletableFuture<String>> running = new ArrayList<>();

    private CompletableFuture<String> call() {
        return few.run(this::work).subscribeAsCompletionStage();
    }

    private Uni<String> work() {
        var work = new CompletableFuture<String>();
        running.add(work);
        return Uni.createFrom().completionStage(work);
    }

    @Test
    void oneMoreThanMayRun_waitsForItsTurn_andOneMoreThanMayWait_isRefused() {
        var first = call();
        call();
        var third = call();

        assertEquals(2, running.size());
        assertInstanceOf(DeadLettersBusy.class, failureOf(few.run(this::work)));
        running.get(0).complete("done");
        assertTrue(first.isDone());
        assertEquals(3, running.size());
        running.get(2).complete("done too");
        assertEquals("done too", third.join());
    }

    @Test
    void aCallThatFails_givesItsPlaceBack() {
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(
                    IllegalStateException.class,
                    failureOf(few.run(() -> Uni.createFrom().failure(new IllegalStateException()))));
            assertInstanceOf(IllegalStateException.class, failureOf(few.run(() -> {
                throw new IllegalStateException();
            })));
        }

        assertEquals("done", now(few.run(() -> Uni.createFrom().item("done"))));
    }

    @Test
    void aCallerThatGoes_takesNoPlaceAlong() {
        call();
        var second = call();
        var third = call();

        third.cancel(true);
        var fourth = call();
        assertFalse(fourth.isCompletedExceptionally());
        second.cancel(true);
        assertEquals(3, running.size());
        running.get(2).complete("done");
        assertEquals("done", fourth.join());
        running.get(0).complete("done");

        assertEquals("done", now(few.run(() -> Uni.createFrom().item("done"))));
    }
}
