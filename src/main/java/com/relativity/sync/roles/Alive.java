package com.relativity.sync.roles;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

import com.relativity.sync.agent.Agent;
import com.relativity.sync.telemetry.WatchSettings;

/** Fails only for what a restart mends: an event loop, or the agent's heartbeat, that has stood still for long. */
@Liveness
@ApplicationScoped
class Alive implements HealthCheck {

    private static final long TICK_SECONDS = 1;

    private final VertxInternal vertx;
    private final Agent agent;
    private final Duration stuck;
    private final Map<Integer, Long> lastTicks = new ConcurrentHashMap<>();

    Alive(Vertx vertx, Agent agent, WatchSettings settings) {
        this.vertx = (VertxInternal) vertx;
        this.agent = agent;
        this.stuck = settings.stuck();
    }

    void tick(@Observes StartupEvent starting) {
        int number = 0;
        for (EventExecutor loop : vertx.getEventLoopGroup()) {
            int one = number++;
            lastTicks.put(one, System.nanoTime());
            loop.scheduleAtFixedRate(
                    () -> lastTicks.put(one, System.nanoTime()), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("Event loops and heartbeat").up();
        lastTicks.forEach((loop, tick) -> tell(answer, "event loop " + loop, since(tick)));
        agent.silence().ifPresent(silence -> tell(answer, "heartbeat", silence));
        return answer.build();
    }

    private void tell(HealthCheckResponseBuilder answer, String what, Duration silence) {
        if (silence.compareTo(stuck) > 0) {
            answer.down().withData(what, "stands still for " + silence.toSeconds() + " s");
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
