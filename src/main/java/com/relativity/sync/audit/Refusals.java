package com.relativity.sync.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Adds lines about refusals, and bounds them: whoever floods the service with requests that it refuses must not keep PostgreSQL busy. Within a
 * minute the first ones of a source are lines of their own; what comes after them is counted, and becomes one line of that source when the minute
 * is over. A process that is killed takes the counts of that minute with it.
 */
@ApplicationScoped
public class Refusals {

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AuditTrail trail;
    private final AuditSettings settings;
    private final LongSupplier nanoTime;
    private Map<Source, Seen> minute = new HashMap<>();
    private long minuteEndNanos;
    private int lines;

    @Inject
    Refusals(AuditTrail trail, AuditSettings settings) {
        this(trail, settings, System::nanoTime);
    }

    /** @param nanoTime a clock that does not jump */
    Refusals(AuditTrail trail, AuditSettings settings, LongSupplier nanoTime) {
        this.trail = trail;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.minuteEndNanos = nanoTime.getAsLong() + MINUTE_NANOS;
    }

    /** Those with the same of all four are counted together. */
    private record Source(String who, String remote, AuditLine.Action action, String problem) {

        /** Whoever comes when so many others have come that they are not told apart any more. */
        Source anyone() {
            return new Source(null, null, action, problem);
        }

        Uni<Void> tell(AuditTrail trail, int times) {
            var line = new AuditLine(who, action, null, null, AuditLine.Outcome.Refused, problem, times);
            return trail.add(line, new Origin(null, remote, null));
        }
    }

    private static final class Seen {
        private int lines;
        private int counted;
    }

    /** Done when the line is written, counted, or lost and logged; never fails. */
    public Uni<Void> add(AuditLine line, Origin origin) {
        return Uni.createFrom().deferred(() -> {
            var source = new Source(line.who(), origin.remote(), line.action(), line.problem());
            return isALine(source) ? trail.add(line, origin) : Uni.createFrom().voidItem();
        });
    }

    private synchronized boolean isALine(Source source) {
        var seen = minute.get(source);
        if (seen == null) {
            var counted = minute.size() < settings.refusals() ? source : source.anyone();
            seen = minute.computeIfAbsent(counted, first -> new Seen());
        }
        if (seen.lines < settings.refusalsOfOne() && lines < settings.refusals()) {
            seen.lines++;
            lines++;
            return true;
        }
        seen.counted++;
        return false;
    }

    /** Adds the lines of a minute that is over. Answers whether there may be more at once: never. */
    public Uni<Boolean> round() {
        return nanoTime.getAsLong() - minuteEndNanos < 0 ? Uni.createFrom().item(false) : finish().replaceWith(false);
    }

    /** Adds the lines of what was counted so far. */
    public Uni<Void> finish() {
        return Multi.createFrom()
                .iterable(nextMinute().entrySet())
                .filter(seen -> seen.getValue().counted > 0)
                .onItem()
                .transformToUniAndConcatenate(seen -> seen.getKey().tell(trail, seen.getValue().counted))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private synchronized Map<Source, Seen> nextMinute() {
        var over = minute;
        minute = new HashMap<>();
        lines = 0;
        minuteEndNanos = nanoTime.getAsLong() + MINUTE_NANOS;
        return over;
    }
}
