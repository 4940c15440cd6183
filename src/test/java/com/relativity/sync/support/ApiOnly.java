package com.relativity.sync.support;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A process without agent and relay: jobs stay as the test leaves them. */
public final class ApiOnly implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("sync.roles", "api");
    }
}
