package com.relativity.sync.embedded.siege;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * How long and how hard.
 *
 * @param seed decides which faults come in which order
 * @param limit no fault comes later than this, whether all have come or not
 * @param services the roles of each
 * @param home takes all data and logs
 */
public record SiegeSettings(long seed, int faults, Duration limit, List<String> services, Path home) {

    private static final int FAULTS = 1000;
    private static final int MINUTES = 60;
    private static final List<String> SERVICES = List.of("api", "api,relay,agent", "relay,agent", "relay,agent");

    /** {@code SYNC_SIEGE_SEED}, {@code SYNC_SIEGE_FAULTS} and {@code SYNC_SIEGE_MINUTES}. */
    static SiegeSettings ofEnvironment() {
        long seed = number("SYNC_SIEGE_SEED", new SecureRandom().nextInt(Integer.MAX_VALUE));
        return new SiegeSettings(
                seed,
                (int) number("SYNC_SIEGE_FAULTS", FAULTS),
                Duration.ofMinutes(number("SYNC_SIEGE_MINUTES", MINUTES)),
                SERVICES,
                Path.of("target", "siege", Long.toString(seed)).toAbsolutePath());
    }

    private static long number(String name, long usual) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? usual : Long.parseLong(value.strip());
    }
}
