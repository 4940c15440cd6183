package com.relativity.sync.sql;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.flywaydb.core.Flyway;

import com.relativity.sync.problem.DependencyDown;

/** The tables of the service. */
@ApplicationScoped
public class Schema {

    private final Flyway flyway;
    private volatile boolean current;

    Schema(Flyway flyway) {
        this.flyway = flyway;
    }

    /**
     * Brings the tables to this version; processes that do so at once wait for each other. Fails with {@link DependencyDown} when the database
     * is away or refuses; it can be called again.
     */
    public Uni<Void> migrate() {
        return Uni.createFrom()
                .item(flyway::migrate)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> current = true)
                .onFailure()
                .transform(away -> new DependencyDown("PostgreSQL", away))
                .replaceWithVoid();
    }

    /** Whether the tables are there. */
    public boolean isCurrent() {
        return current;
    }
}
