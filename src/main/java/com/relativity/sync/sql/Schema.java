package com.relativity.sync.sql;

import jakarta.enterprise.context.ApplicationScoped;

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

    private final Flyway flyway;
    private final AgroalDataSource connections;
    private volatile boolean current;

    Schema(Flyway flyway, AgroalDataSource connections) {
        this.flyway = flyway;
        this.connections = connections;
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
                .invoke(this::takeConnectionsBack)
                .onFailure()
                .transform(away -> new DependencyDown("PostgreSQL", away))
                .replaceWithVoid();
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
