package com.relativity.sync.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.limits")
interface LimitSettings {

    /** Largest body of a request; bytes, or with K, M or G. */
    @WithDefault("10M")
    MemorySize body();
}
