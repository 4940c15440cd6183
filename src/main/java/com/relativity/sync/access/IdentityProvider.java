package com.relativity.sync.access;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.telemetry.WatchSettings;

/** Looks whether the server is there whose tokens are accepted. */
@ApplicationScoped
public class IdentityProvider {

    private static final int SERVER_FAULT = 500;

    private final TenantConfigBean tenants;
    private final WatchSettings settings;

    IdentityProvider(TenantConfigBean tenants, WatchSettings settings) {
        this.tenants = tenants;
        this.settings = settings;
    }

    /** Whether tokens are checked with keys that come from a server, in distinction to a key that is set. */
    public boolean isUsed() {
        var tenant = tenants.getDefaultTenant().oidcConfig();
        return tenant.tenantEnabled() && tenant.authServerUrl().isPresent();
    }

    /** Whether its keys have been here since the start of the process, so that tokens can be checked. */
    public boolean wasReached() {
        return tenants.getDefaultTenant().ready();
    }

    /** Fetches its keys where that was not done yet. Fails with {@link DependencyDown} where it does not answer. */
    public Uni<Void> look() {
        return tenants.getDefaultTenant()
                .initialize()
                .chain(this::ask)
                .ifNoItem()
                .after(settings.answer())
                .fail()
                .onFailure(failure -> !(failure instanceof DependencyDown))
                .transform(failure -> new DependencyDown("The identity provider", failure));
    }

    private Uni<Void> ask(TenantConfigContext tenant) {
        var metadata = tenant.getOidcMetadata();
        var client = tenant.getOidcProviderClient();
        if (client == null || metadata == null || metadata.getDiscoveryUri() == null) {
            return Uni.createFrom().voidItem();
        }
        return client.getWebClient()
                .headAbs(metadata.getDiscoveryUri())
                .send()
                .invoke(answer -> {
                    if (answer.statusCode() >= SERVER_FAULT) {
                        throw new DependencyDown(
                                "The identity provider",
                                new IOException("it answers with status " + answer.statusCode()));
                    }
                })
                .replaceWithVoid();
    }
}
