package com.relativity.sync.access;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

/** Refuses to serve an API that nothing protects, unless somebody said so by name. */
@ApplicationScoped
class SecurityAtStart {

    private static final Logger LOG = Logger.getLogger(SecurityAtStart.class);

    private final SecuritySettings settings;

    SecurityAtStart(SecuritySettings settings) {
        this.settings = settings;
    }

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting) {
        if (!settings.servesApi()) {
            return;
        }
        switch (settings.mode()) {
            case none ->
                LOG.warn(
                        "sync.security is none: every caller may do everything. Use it on a laptop and in tests only.");
            case oidc -> throw new ConfigurationException(refusal(settings.keysAreSet()));
        }
    }

    static String refusal(boolean keysAreSet) {
        return keysAreSet
                ? "sync.security is oidc, but this version cannot check tokens yet and does not serve an API that lets everyone in."
                        + " Set sync.security=none (SYNC_SECURITY=none) where every caller may do everything, or leave the role api out of sync.roles."
                : "sync.security is oidc, and nothing is set to check tokens with. Set quarkus.oidc.auth-server-url"
                        + " (QUARKUS_OIDC_AUTH_SERVER_URL) or quarkus.oidc.public-key (QUARKUS_OIDC_PUBLIC_KEY); or, on a laptop,"
                        + " sync.security=none (SYNC_SECURITY=none), which lets every caller do everything.";
    }
}
