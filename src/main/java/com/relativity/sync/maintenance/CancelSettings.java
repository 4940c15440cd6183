package com.relativity.sync.maintenance;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.cancel")
public interface CancelSettings {

    /** A cancelled job whose agent has not stopped it by then is taken from it. */
    @WithDefault("PT5M")
    Duration timeout();
}
