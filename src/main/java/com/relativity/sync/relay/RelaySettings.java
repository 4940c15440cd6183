package com.relativity.sync.relay;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.relay")
public interface RelaySettings {

    /** How often the relay looks for events besides being woken. */
    @WithDefault("PT0.5S")
    Duration poll();
}
