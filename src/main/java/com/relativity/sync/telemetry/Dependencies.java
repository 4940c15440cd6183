package com.relativity.sync.telemetry;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/** Which dependencies of this process are there, as the last look at each found, and since when. Logs when one goes and when it is back. */
@ApplicationScoped
public class Dependencies {

    private static final Logger LOG = Logger.getLogger(Dependencies.class);

    private final Map<Dependency, State> states = new ConcurrentHashMap<>();
    private final MeterRegistry metrics;
    private final Clock clock = Clock.systemUTC();

    Dependencies(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /**
     * @param since when it came or went, as far as this process has seen
     * @param why it is away; null where it is there
     */
    public record State(boolean isUp, Instant since, String why) {}

    /** From now on this process depends on it. It counts as away until the first look. */
    public void watch(Dependency dependency) {
        if (states.putIfAbsent(dependency, new State(false, clock.instant(), "it has not been reached yet")) == null) {
            Gauge.builder("sync.dependency.up", () -> states.get(dependency).isUp() ? 1 : 0)
                    .description("1 while this process reaches the dependency, otherwise 0")
                    .tag("dependency", dependency.id())
                    .register(metrics);
        }
    }

    public void isThere(Dependency dependency) {
        var before = states.get(dependency);
        if (before != null && !before.isUp()) {
            states.put(dependency, new State(true, clock.instant(), null));
            LOG.infof("%s is there", dependency.title());
        }
    }

    /** @param why in a few words, without a secret */
    public void isAway(Dependency dependency, String why) {
        var before = states.get(dependency);
        if (before != null && before.isUp()) {
            LOG.warnf("%s is away: %s. Meanwhile %s.", dependency.title(), why, dependency.meanwhile());
        }
        if (before != null) {
            Instant since = before.isUp() ? clock.instant() : before.since();
            states.put(dependency, new State(false, since, why));
        }
    }

    /** Empty where this process does without it. */
    public Optional<State> state(Dependency dependency) {
        return Optional.ofNullable(states.get(dependency));
    }
}
