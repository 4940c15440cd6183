package com.relativity.sync.roles;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until what this process's roles need at their start has been there once; says what is missing and since when. */
@Readiness
@ApplicationScoped
class StartCheck implements HealthCheck {

    private final Startup startup;

    StartCheck(Startup startup) {
        this.startup = startup;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("Start").status(startup.missing().isEmpty());
        startup.missing().forEach(dependency -> answer.withData(dependency, "missing since " + startup.since()));
        return answer.build();
    }
}
