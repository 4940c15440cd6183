package com.relativity.sync.support;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** No loops, and retention in portions so small that a test needs several of them. */
public final class SmallPortions implements QuarkusTestProfile {

    public static final int ROWS = 3;

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(new WithoutAgents().getConfigOverrides());
        settings.put("sync.retention.rows", String.valueOf(ROWS));
        settings.put("sync.retention.pause", "PT0S");
        return settings;
    }
}
