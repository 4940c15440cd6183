package com.relativity.sync.workspace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** What this installation is called, in tags and mails. */
@ConfigMapping(prefix = "sync.instance-name")
public interface InstanceSettings {

    /** What this installation is called in tags and mails. */
    @WithParentName
    @WithDefault("This Instance")
    String name();
}
