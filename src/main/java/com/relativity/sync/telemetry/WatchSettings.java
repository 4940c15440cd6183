package com.relativity.sync.telemetry;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often a process looks at what operators want to know, and how long it waits for an answer. */
@ConfigMapping(prefix = "sync.watch")
public interface WatchSettings {

    /** From one reading of the list, the outbox and the mail queue for the metrics to the next; one statement. */
    @WithDefault("PT2S")
    Duration list();

    /** From one look at Kafka, the file share and the identity provider to the next. */
    @WithDefault("PT5S")
    Duration dependencies();

    /** How long a dependency may take to answer such a look before it counts as away. */
    @WithDefault("PT3S")
    Duration answer();

    /** An event loop or a heartbeat that has stood still for so long makes the liveness fail, and a restart mend it; above any pause of the process. */
    @WithDefault("PT2M")
    Duration stuck();

    /** How often an operation that goes on for long says how far it is. */
    @WithDefault("PT30S")
    Duration progress();
}
