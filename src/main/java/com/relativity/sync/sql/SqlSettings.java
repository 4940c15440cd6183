package com.relativity.sync.sql;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.sql")
public interface SqlSettings {

    /** How long a statement or a transaction may take before PostgreSQL counts as away; above the server's statement_timeout. */
    @WithDefault("PT65S")
    Duration limit();

    /** The same where a client of REST waits for it. */
    @WithDefault("PT10S")
    Duration limitOfRest();

    /** How long it may take to reach the server. */
    @WithDefault("PT5S")
    Duration connectLimit();

    /** Statements that wait for a free connection; one more fails at once. */
    @WithDefault("2000")
    @Min(1)
    int mostWaiting();
}
