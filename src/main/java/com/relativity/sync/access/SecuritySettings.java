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

    static final String ISSUER = "quarkus.oidc.auth-server-url";
    static final String PUBLIC_KEY = "quarkus.oidc.public-key";

    private final Mode mode;
    private final List<String> roles;
    private final boolean keysAreSet;
    private final boolean audienceIsSet;

    /**
     * @param mode {@code oidc}: bearer tokens are checked; {@code none}: every caller may do everything, which a warning at the start says
     */
    SecuritySettings(
            @ConfigProperty(name = "sync.security", defaultValue = "oidc") Mode mode,
            @ConfigProperty(name = "sync.roles", defaultValue = "api,relay,agent") List<String> roles,
            @ConfigProperty(name = ISSUER) Optional<String> issuer,
            @ConfigProperty(name = PUBLIC_KEY) Optional<String> publicKey,
            @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<List<String>> audience) {
        this.mode = mode;
        this.roles = roles;
        this.keysAreSet = issuer.isPresent() || publicKey.isPresent();
        this.audienceIsSet = audience.isPresent();
    }

    Mode mode() {
        return mode;
    }

    /** Whether this process has the role {@code api}; one without it answers no call of it. */
    public boolean servesApi() {
        return roles.stream().map(String::trim).anyMatch("api"::equals);
    }

    /** Whether there is anything that a token could be checked with. */
    boolean keysAreSet() {
        return keysAreSet;
    }

    /** Whether tokens made for other services are told apart. */
    boolean audienceIsSet() {
        return audienceIsSet;
    }
}
