package com.relativity.sync.support;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A process that answers calls but claims and publishes nothing, so that a test makes every move itself. */
public final class WithoutAgents implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("sync.roles", "api", "sync.security", "none");
    }
}
