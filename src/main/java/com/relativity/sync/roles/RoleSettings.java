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

    /** Whether it writes or reads topics for its own work. */
    default boolean needsKafka() {
        return roles().contains(Role.relay) || roles().contains(Role.agent);
    }

    /** Whether it does that and nothing else. */
    default boolean isOnly(Role role) {
        return roles().equals(Set.of(role));
    }
}
