package com.relativity.sync.roles;

import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

@ConfigMapping(prefix = "sync.roles")
interface RoleSettings {

    /** What this process does. */
    @WithParentName
    @WithDefault("api,relay,agent")
    Set<Role> roles();
}
