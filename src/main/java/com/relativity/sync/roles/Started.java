package com.relativity.sync.roles;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

import com.relativity.sync.sql.Schema;

/** Started when the tables are those of this version; until then the process waits for the database and needs no restart. */
@Startup
@ApplicationScoped
class Started implements HealthCheck {

    private final Schema schema;

    Started(Schema schema) {
        this.schema = schema;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Tables of this version")
                .status(schema.isCurrent())
                .build();
    }
}
