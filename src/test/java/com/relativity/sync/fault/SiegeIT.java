package com.relativity.sync.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.siege.Siege;
import com.relativity.sync.embedded.siege.SiegeSettings;
import com.relativity.sync.support.Rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A short siege. The long one is a command, see README.md; what was found broken leaves its data in {@code target/siege}. */
class SiegeIT {

    private static final int FAULTS = 14;

    @Test
    @Tag("G1")
    @Tag("G2")
    @Tag("G4")
    @Tag("G5")
    @Tag("G6")
    @Tag("G7")
    @Tag("G8")
    @Tag("G9")
    @Tag("G11")
    @Tag("G12")
    @Rule("3.once.replay")
    @Rule("3.once.taken-over")
    @Rule("1.steps.nothing-twice")
    void whateverDiesIsCutOffOrStandsStill_nothingIsLostOrDoubled() throws Exception {
        long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);

        var broken = Siege.run(new SiegeSettings(
                seed,
                FAULTS,
                Duration.ofSeconds(40),
                List.of("api,relay", "api,relay,agent", "agent"),
                Path.of("target", "siege", Long.toString(seed)).toAbsolutePath()));

        assertEquals(List.of(), broken, "The seed was " + seed);
    }
}
