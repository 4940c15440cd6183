package com.relativity.sync.audit;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMin;

@ConfigMapping(prefix = "sync.audit")
public interface AuditSettings {

    /** How long lines stay. */
    @WithDefault("P365D")
    @DurationMin(seconds = 1)
    Duration retention();

    /** How long a request waits for its line, where the line does not commit with what it tells. */
    @WithDefault("PT2S")
    @DurationMin(millis = 1)
    Duration limit();

    /** Refusals of one kind to one caller at one address that are lines of their own within a minute; the others become one line that counts them. */
    @WithDefault("1000")
    @Min(1)
    int refusalsOfOne();

    /** Refusals that are lines of their own within a minute in this process, whoever they were told to. */
    @WithDefault("10000")
    @Min(1)
    int refusals();
}
