package com.relativity.sync.workspace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** What this installation is called, in tags and mails. */
@ConfigMapping(prefix = "sync.instance-name")
public interface InstanceSettings {

    @WithParentName
    @WithDefault("This Instance")
    String name();
}
