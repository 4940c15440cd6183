package com.relativity.sync.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** What this installation is called. */
@ConfigMapping(prefix = "sync.instance-name")
public interface InstanceName {

    @WithParentName
    @WithDefault("This Instance")
    String name();
}
