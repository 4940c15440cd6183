package com.relativity.sync.sql;

import jakarta.enterprise.context.ApplicationScoped;

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

    private final Flyway flyway;
    private final AgroalDataSource connections;
    private final WatchSettings settings;
    private volatile boolean current;

    Schema(Flyway flyway, AgroalDataSource connections, WatchSettings settings) {
        this.settings = settings;
        this.flyway = flyway;
        this.connections = connections;
    }

    /**
     * Brings the tables to this version; processes that do so at once wait for each other. Fails with {@link DependencyDown} when the database
     * is away or refuses; it can be called again.
     */
    public Uni<Void> migrate() {
        return Uni.createFrom()
                .item(this::migrateNow)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> current = true)
                .onFailure()
                .invoke(this::takeConnectionsBack)
                .onFailure()
                .transform(away -> new DependencyDown("PostgreSQL", away))
                .replaceWithVoid();
    }

    /** Blocks. Each migration that takes place is a line of Flyway's. */
    private MigrateResult migrateNow() {
        var work = LongWork.begun(LOG, settings.progress(), "Migration of the tables");
        try {
            MigrateResult result = flyway.migrate();
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
            connections.flush(AgroalDataSource.FlushMode.ALL);
        } catch (RuntimeException ended) {
            LOG.debug("The pool has ended with the process", ended);
        }
    }

    /** Whether the tables are there. */
    public boolean isCurrent() {
        return current;
    }
}
