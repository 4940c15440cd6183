package com.relativity.sync.relay;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.relay")
public interface RelaySettings {

    /** How often the relay looks for events besides being woken. */
    @WithDefault("PT0.5S")
    Duration poll();

    /** A relay that has not come round for so long leaves publishing to another one. */
    @WithDefault("PT5S")
    Duration lease();

    /** Events that a round takes. */
    @WithDefault("500")
    @Min(1)
    int round();

    /** How long a round waits for Kafka before it goes on with other jobs' events; well below the lease. */
    @WithDefault("PT1S")
    Duration patience();

    /** Streams of jobs that wait for Kafka at once; above that, no more are taken. */
    @WithDefault("5000")
    @Min(1)
    int mostOnTheWay();
}
