package com.relativity.sync.maintenance;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMin;

@ConfigMapping(prefix = "sync.workspaces")
public interface FileSweepSettings {

    /** How often the file share is looked through, by one process. */
    @WithDefault("PT6H")
    @DurationMin(seconds = 1)
    Duration sweepInterval();
}
