package com.relativity.sync.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Provider;

import io.agroal.api.AgroalDataSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jboss.logging.Logger;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.telemetry.LongWork;
import com.relativity.sync.telemetry.WatchSettings;

/** The tables of the service. */
@ApplicationScoped
public class Schema {

    private static final Logger LOG = Logger.getLogger(Schema.class);

    private final NewestMigration newest;
    private final MigrationSettings settings;
    private final WatchSettings watch;
    private final Provider<Flyway> flyway;
    private final Provider<AgroalDataSource> connections;
    private volatile boolean current;

    Schema(
            NewestMigration newest,
            MigrationSettings settings,
            WatchSettings watch,
            Provider<Flyway> flyway,
            Provider<AgroalDataSource> connections) {
        this.newest = newest;
        this.watch = watch;
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
                .item(this::migrateNow)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(this::takeConnectionsBack)
                .onFailure()
                .transform(away -> new DependencyDown("PostgreSQL", away))
                .replaceWithVoid();
    }

    /** Blocks. Each migration that takes place is a line of Flyway's. */
    private MigrateResult migrateNow() {
        var work = LongWork.begun(LOG, watch.progress(), "Migration of the tables");
        try {
            MigrateResult result = flyway.get().migrate();
            work.ended(result.migrationsExecuted + " migrations, now at version "
                    + (result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion));
            return result;
        } catch (RuntimeException failed) {
            work.brokeOff(failed);
            throw failed;
        }
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
