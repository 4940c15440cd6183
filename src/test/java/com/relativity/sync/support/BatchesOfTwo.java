package com.relativity.sync.support;

import java.util.Map;
import java.util.Set;

import io.quarkus.test.junit.QuarkusTestProfile;

import com.relativity.sync.workspace.WatchedGateways;

/** A process without agents of its own whose calls to workspaces a test watches; batches hold two items. */
public final class BatchesOfTwo implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("sync.roles", "api", "sync.security", "none", "sync.engine.batch-size", "2");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(WatchedGateways.class);
    }
}
