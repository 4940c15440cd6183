package com.relativity.sync.access;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What decides who may call, and whether anybody may. */
@ApplicationScoped
public class SecuritySettings {

    /** {@code oidc}: bearer tokens; {@code none}: every caller may do everything. */
    enum Mode {
        oidc,
        none
    }

    private final Mode mode;
    private final List<String> roles;
    private final boolean keysAreSet;

    /**
     * @param mode {@code oidc}: bearer tokens are checked; {@code none}: every caller may do everything, which a warning at the start says
     */
    SecuritySettings(
            @ConfigProperty(name = "sync.security", defaultValue = "oidc") Mode mode,
            @ConfigProperty(name = "sync.roles", defaultValue = "api,relay,agent") List<String> roles,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer,
            @ConfigProperty(name = "quarkus.oidc.public-key") Optional<String> publicKey) {
        this.mode = mode;
        this.roles = roles;
        this.keysAreSet = issuer.isPresent() || publicKey.isPresent();
    }

    Mode mode() {
        return mode;
    }

    /** Whether this process has the role {@code api}; one without it has no check of callers either, so it must answer none. */
    public boolean servesApi() {
        return roles.stream().map(String::trim).anyMatch("api"::equals);
    }

    /** Whether there is anything that a token could be checked with. */
    boolean keysAreSet() {
        return keysAreSet;
    }
}
