package com.relativity.sync.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Provider;

import io.agroal.api.AgroalDataSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

import com.relativity.sync.problem.DependencyDown;

/** The tables of the service. */
@ApplicationScoped
public class Schema {

    private static final Logger LOG = Logger.getLogger(Schema.class);

    private final NewestMigration newest;
    private final MigrationSettings settings;
    private final Provider<Flyway> flyway;
    private final Provider<AgroalDataSource> connections;
    private volatile boolean current;

    Schema(
            NewestMigration newest,
            MigrationSettings settings,
            Provider<Flyway> flyway,
            Provider<AgroalDataSource> connections) {
        this.newest = newest;
        this.settings = settings;
        this.flyway = flyway;
        this.connections = connections;
    }

    /**
     * Done when the tables are at this version: because they were, or because this process brought them there, where {@code sync.migrate} lets
     * it. Fails with {@link DependencyDown} when the database is away, or another process has yet to do it; it can be called again.
     */
    public Uni<Void> prepare() {
        return newest.isApplied()
                .chain(applied -> applied ? Uni.createFrom().voidItem() : migrateOrWait())
                .invoke(() -> current = true);
    }

    private Uni<Void> migrateOrWait() {
        return settings.when() == MigrationSettings.When.NEVER
                ? Uni.createFrom()
                        .failure(() -> new DependencyDown(
                                "Whoever brings the tables to this version (sync.migrate=never leaves it to another process)",
                                null))
                : migrate();
    }

    /** Processes that do so at once wait for each other. */
    Uni<Void> migrate() {
        return Uni.createFrom()
                .item(() -> flyway.get().migrate())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(this::takeConnectionsBack)
                .onFailure()
                .transform(away -> new DependencyDown("PostgreSQL", away))
                .replaceWithVoid();
    }

    /** Flyway does not give a connection back that broke under it, and the pool is small: the next try would wait for it in vain. */
    private void takeConnectionsBack() {
        try {
            connections.get().flush(AgroalDataSource.FlushMode.ALL);
        } catch (RuntimeException ended) {
            LOG.debug("The pool has ended with the process", ended);
        }
    }

    /** Whether the tables are there. */
    public boolean isCurrent() {
        return current;
    }

    /** Whether the process is there for the tables alone. */
    public boolean isAllThereIsToDo() {
        return settings.when() == MigrationSettings.When.ONLY;
    }
}
