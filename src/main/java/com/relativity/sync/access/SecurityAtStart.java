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
        if (settings.mode() == SecuritySettings.Mode.none) {
            LOG.warn("sync.security is none: every caller may do everything. Use it on a laptop and in tests only.");
        } else if (!settings.keysAreSet()) {
            throw new ConfigurationException(
                    "sync.security is oidc, and nothing is set to check tokens with. Set quarkus.oidc.auth-server-url"
                            + " (QUARKUS_OIDC_AUTH_SERVER_URL) or quarkus.oidc.public-key (QUARKUS_OIDC_PUBLIC_KEY); or, on a"
                            + " laptop, sync.security=none (SYNC_SECURITY=none), which lets every caller do everything.");
        } else if (!settings.audienceIsSet()) {
            LOG.warn(
                    "quarkus.oidc.token.audience is not set: tokens that the identity provider made for other services are"
                            + " accepted too. Set it (QUARKUS_OIDC_TOKEN_AUDIENCE) to the audience of this service's tokens.");
        }
    }
}
