package com.relativity.sync.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.audit.AuditSettings;
import com.relativity.sync.loop.Loop;
import com.relativity.sync.outbox.EventSettings;
import com.relativity.sync.sql.Turns;
import com.relativity.sync.telemetry.WatchSettings;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGateways;

/** The loops that remove what is over. Each goes on in one process at a time; nothing depends on that. */
@ApplicationScoped
public class Sweeps {

    /** Counts what was removed, by kind. */
    static final String REMOVED = "sync.retention.removed";

    /** How often a process looks whether it is its turn. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    /** What stays for a time goes with this part of it as delay, at most. */
    private static final int PARTS = 24;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Turns turns;
    private final RetentionSettings settings;
    private final WatchSettings watch;
    private final WorkspaceGateways gateways;
    private final List<Loop> loops;

    Sweeps(
            Turns turns,
            JobRetention jobs,
            EventRetention events,
            LeftOvers leftOvers,
            AuditRetention audit,
            RetentionSettings settings,
            EventSettings eventSettings,
            AuditSettings auditSettings,
            FileSweepSettings fileSettings,
            WatchSettings watch,
            WorkspaceGateways gateways) {
        this.turns = turns;
        this.settings = settings;
        this.watch = watch;
        this.gateways = gateways;
        this.loops = List.of(
                loop("Retention of jobs", interval(settings.jobs()), jobs::step),
                loop("Retention of events", interval(eventSettings.retention()), events::step),
                loop("Retention of the audit trail", interval(auditSettings.retention()), audit::step),
                loop("Removal of what runs left", interval(settings.jobs()), leftOvers::step),
                loop("Sweep of the file share", fileSettings.sweepInterval(), this::files));
    }

    private Loop loop(String name, Duration interval, Supplier<Uni<Boolean>> step) {
        return new Loop(
                name,
                shorter(interval, LOOK),
                new Pass(name, turns, interval, settings.pause(), watch.progress(), step)::round);
    }

    /** Often enough for something that stays for {@code age}. */
    private Duration interval(Duration age) {
        Duration part = age.dividedBy(PARTS);
        return shorter(settings.interval(), part.compareTo(SHORTEST) < 0 ? SHORTEST : part);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Uni<Boolean> files() {
        return Multi.createFrom()
                .iterable(gateways.all())
                .onItem()
                .transformToUniAndConcatenate(WorkspaceGateway::sweep)
                .collect()
                .asList()
                .map(more -> more.contains(true));
    }

    public void start() {
        loops.forEach(Loop::start);
    }

    /** Done when no step is under way any more. */
    public Uni<Void> stop() {
        return Uni.join()
                .all(loops.stream().map(Loop::stop).toList())
                .andFailFast()
                .replaceWithVoid();
    }
}
