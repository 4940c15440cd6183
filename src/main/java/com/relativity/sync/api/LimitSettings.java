package com.relativity.sync.api;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.limits")
interface LimitSettings {

    /** Largest body of a request; bytes, or with K, M or G. */
    @WithDefault("10M")
    MemorySize body();

    /** Requests of a process that are being answered at once; another one is refused with 503. */
    @WithDefault("500")
    @Min(1)
    int requests();

    /** Event streams and long polls of a process that are open at once; another one is refused with 503. */
    @WithDefault("1000")
    @Min(1)
    int waiting();
}
