package com.relativity.sync.validation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.links")
public interface LinkSettings {

    /** Whether only administrators may let a destination point to files of the source ({@code SetFileLinks}). */
    @WithDefault("false")
    boolean restricted();
}
