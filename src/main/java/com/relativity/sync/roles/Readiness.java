package com.relativity.sync.roles;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

import com.relativity.sync.access.IdentityProvider;
import com.relativity.sync.telemetry.Dependencies;
import com.relativity.sync.telemetry.Dependency;

/**
 * Whether this process can do the work of one of its roles, by dependency; says which one is missing, since when, and what happens meanwhile.
 * No look is taken for the answer: it tells what the last one found.
 *
 * <ul>
 *   <li>Without PostgreSQL nothing can be done.
 *   <li>Without Kafka, only a process that does nothing but publish has nothing to do: an API answers, and agents look into the list.
 *   <li>Without the file share, a process that does nothing but run jobs should get no place in a rolling update.
 *   <li>Without the identity provider, an API answers as long as it knows the keys.
 * </ul>
 */
@ApplicationScoped
class Readiness {

    private final RoleSettings roles;
    private final Dependencies dependencies;
    private final IdentityProvider identityProvider;

    Readiness(RoleSettings roles, Dependencies dependencies, IdentityProvider identityProvider) {
        this.roles = roles;
        this.dependencies = dependencies;
        this.identityProvider = identityProvider;
    }

    @Produces
    @ApplicationScoped
    @org.eclipse.microprofile.health.Readiness
    HealthCheck database() {
        return () -> answer(Dependency.POSTGRESQL, true);
    }

    @Produces
    @ApplicationScoped
    @org.eclipse.microprofile.health.Readiness
    HealthCheck kafka() {
        return () -> answer(Dependency.KAFKA, roles.isOnly(Role.relay));
    }

    @Produces
    @ApplicationScoped
    @org.eclipse.microprofile.health.Readiness
    HealthCheck fileShare() {
        return () -> answer(Dependency.FILE_SHARE, roles.isOnly(Role.agent));
    }

    @Produces
    @ApplicationScoped
    @org.eclipse.microprofile.health.Readiness
    HealthCheck tokens() {
        return () -> answer(
                Dependency.IDENTITY_PROVIDER,
                dependencies.state(Dependency.IDENTITY_PROVIDER).isPresent() && !identityProvider.wasReached());
    }

    private HealthCheckResponse answer(Dependency dependency, boolean isNeeded) {
        var answer = HealthCheckResponse.named(dependency.title());
        var state = dependencies.state(dependency);
        if (state.isEmpty()) {
            return answer.up().withData("state", "not used by this process").build();
        }
        if (state.get().isUp()) {
            return answer.up()
                    .withData("state", "there")
                    .withData("since", state.get().since().toString())
                    .build();
        }
        return answer.status(!isNeeded)
                .withData("state", "missing")
                .withData("since", state.get().since().toString())
                .withData("meanwhile", dependency.meanwhile())
                .build();
    }
}
