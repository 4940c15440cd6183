package com.relativity.sync.maintenance;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.lost-leases")
public interface LeaseSettings {

    /** How long agents have, after the database was away, to be heard again before they count as lost. */
    @WithDefault("PT10S")
    Duration grace();
}
