package com.relativity.sync.outbox;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMin;

@ConfigMapping(prefix = "sync.events")
public interface EventSettings {

    /** How long published events stay, and streams can be resumed from them. */
    @WithDefault("P7D")
    @DurationMin
    Duration retention();
}
