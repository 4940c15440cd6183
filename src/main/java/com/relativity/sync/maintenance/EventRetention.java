package com.relativity.sync.maintenance;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.outbox.PublishedEvents;

/** Removes published events that are older than {@code sync.events.retention}, walking through the log from its beginning. */
@ApplicationScoped
public class EventRetention {

    private final PublishedEvents events;
    private final RetentionSettings settings;
    private final Counter removed;
    private volatile long position;

    EventRetention(PublishedEvents events, RetentionSettings settings, MeterRegistry metrics) {
        this.events = events;
        this.settings = settings;
        this.removed = metrics.counter(Sweeps.REMOVED, "kind", "events");
    }

    /** One portion. Answers whether there may be more at once; after the last one, the next begins anew. */
    public Uni<Boolean> step() {
        return events.removeOld(position, settings.rows())
                .invoke(step -> {
                    removed.increment(step.removed());
                    position = step.more() ? step.last() : 0;
                })
                .map(PublishedEvents.Step::more);
    }
}
