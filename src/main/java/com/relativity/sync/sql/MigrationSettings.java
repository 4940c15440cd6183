package com.relativity.sync.sql;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

@ConfigMapping(prefix = "sync.migrate")
interface MigrationSettings {

    /** Who brings the tables to the version of this program. */
    @WithParentName
    @WithDefault("at-start")
    When when();

    enum When {
        /** This process, where no other has done it. */
        AT_START,
        /** This process, which does nothing else and ends with code 0. */
        ONLY,
        /** Another one; this process waits for it. */
        NEVER
    }
}
