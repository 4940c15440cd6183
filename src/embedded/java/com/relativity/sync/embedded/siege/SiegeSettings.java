package com.relativity.sync.embedded.siege;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long and how hard.
 *
 * @param seed decides which faults come in which order
 * @param limit no fault comes later than this, whether all have come or not
 * @param services the roles of each
 * @param home takes all data and logs
 * @param before the artefact of another version; with one, the services are upgraded from it and rolled back instead of broken
 */
public record SiegeSettings(
        long seed, int faults, Duration limit, List<String> services, Path home, Optional<Path> before) {

    private static final int FAULTS = 1000;
    private static final int MINUTES = 60;
    private static final List<String> SERVICES = List.of("api", "api,relay,agent", "relay,agent", "relay,agent");

    /** In the order in which they are upgraded. */
    private static final List<String> UPGRADED = List.of("relay", "relay", "agent", "agent", "api", "api");

    /** Of the version that is built. */
    public SiegeSettings(long seed, int faults, Duration limit, List<String> services, Path home) {
        this(seed, faults, limit, services, home, Optional.empty());
    }

    /** {@code SYNC_SIEGE_SEED}, {@code SYNC_SIEGE_FAULTS}, {@code SYNC_SIEGE_MINUTES} and {@code SYNC_SIEGE_BEFORE}. */
    static SiegeSettings ofEnvironment() {
        long seed = number("SYNC_SIEGE_SEED", new SecureRandom().nextInt(Integer.MAX_VALUE));
        var before = Optional.ofNullable(System.getenv("SYNC_SIEGE_BEFORE")).map(Path::of);
        return new SiegeSettings(
                seed,
                (int) number("SYNC_SIEGE_FAULTS", FAULTS),
                Duration.ofMinutes(number("SYNC_SIEGE_MINUTES", MINUTES)),
                before.isPresent() ? UPGRADED : SERVICES,
                Path.of("target", "siege", Long.toString(seed)).toAbsolutePath(),
                before);
    }

    private static long number(String name, long usual) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? usual : Long.parseLong(value.strip());
    }
}
