package com.relativity.sync.roles;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.access.IdentityProvider;
import com.relativity.sync.joblist.ListReadings;
import com.relativity.sync.loop.Loop;
import com.relativity.sync.maintenance.ShareRoom;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.relay.Broker;
import com.relativity.sync.sql.Schema;
import com.relativity.sync.telemetry.Dependencies;
import com.relativity.sync.telemetry.Dependency;
import com.relativity.sync.telemetry.WatchSettings;

/** The loops that look at what this process depends on. None of its work waits for them. */
@ApplicationScoped
class Watch {

    private final RoleSettings roles;
    private final Dependencies dependencies;
    private final Schema schema;
    private final ListReadings list;
    private final Broker broker;
    private final ShareRoom share;
    private final IdentityProvider identityProvider;
    private final WatchSettings settings;
    private List<Loop> loops = List.of();

    Watch(
            RoleSettings roles,
            Dependencies dependencies,
            Schema schema,
            ListReadings list,
            Broker broker,
            ShareRoom share,
            IdentityProvider identityProvider,
            WatchSettings settings) {
        this.roles = roles;
        this.dependencies = dependencies;
        this.schema = schema;
        this.list = list;
        this.broker = broker;
        this.share = share;
        this.identityProvider = identityProvider;
        this.settings = settings;
    }

    /** @param tablesMade and {@code topicsMade}: whether the start has reached them */
    void start(boolean tablesMade, boolean topicsMade) {
        loops = Stream.of(
                        watched(Dependency.POSTGRESQL, true, settings.list(), this::database),
                        watched(Dependency.KAFKA, roles.needsKafka(), settings.dependencies(), broker::look),
                        watched(Dependency.FILE_SHARE, true, settings.dependencies(), share::look),
                        watched(
                                Dependency.IDENTITY_PROVIDER,
                                roles.roles().contains(Role.api) && identityProvider.isUsed(),
                                settings.dependencies(),
                                identityProvider::look))
                .flatMap(loop -> loop)
                .toList();
        if (tablesMade) {
            dependencies.isThere(Dependency.POSTGRESQL);
        }
        if (topicsMade) {
            dependencies.isThere(Dependency.KAFKA);
        }
        loops.forEach(Loop::start);
    }

    private Stream<Loop> watched(Dependency dependency, boolean isNeeded, Duration interval, Supplier<Uni<Void>> look) {
        if (!isNeeded) {
            return Stream.empty();
        }
        dependencies.watch(dependency);
        return Stream.of(new Loop(
                "Look at " + dependency.title(),
                interval,
                interval,
                () -> look.get()
                        .invoke(() -> dependencies.isThere(dependency))
                        .onFailure()
                        .recoverWithUni(failure -> {
                            dependencies.isAway(dependency, why(failure));
                            return Uni.createFrom().voidItem();
                        })
                        .replaceWith(false)));
    }

    /** Until the tables are there, whoever makes them tells whether the database is. */
    private Uni<Void> database() {
        return schema.isCurrent() ? list.read() : Uni.createFrom().failure(new DependencyDown("PostgreSQL", null));
    }

    private static String why(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && (cause instanceof DependencyDown || cause instanceof CompletionException)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    Uni<Void> stop() {
        return loops.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(loops.stream().map(Loop::stop).toList())
                        .andFailFast()
                        .replaceWithVoid();
    }
}
