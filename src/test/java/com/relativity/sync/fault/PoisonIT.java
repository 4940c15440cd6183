package com.relativity.sync.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.relativity.sync.support.Case;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A job that its agents die of. */
@Tag("G10")
class PoisonIT {

    private static final int MAX_LOST = 2;
    private static final Map<String, String> SETTINGS = Map.of(
            "SYNC_AGENT_LEASE", "PT2S",
            "SYNC_LOST_LEASES_GRACE", "PT0S",
            "SYNC_AGENT_MAX_LOST", Integer.toString(MAX_LOST),
            "SYNC_ENGINE_BATCH_SIZE", "500",
            "SYNC_WORKSPACES_IMPORT_LINES", "50");

    private static final int NARROW = 500;
    private static final int WIDE = 500;
    private static final int WIDE_FIELDS = 12;
    private static final String WIDE_TEXT = "x".repeat(15_000);

    @TempDir
    Path home;

    /** From its 501st document on they are so wide that no batch of them fits into the agents' memory: the JVM exits, every time. */
    @Test
    void aJobThatNeedsMoreMemoryThanItsAgentsHaveFailsAfterItHasCostTwoOfThem_andOthersGoOn() throws Exception {
        var jvm = List.of("-Xmx72m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");
        try (var crew = Crew.of(home, SETTINGS, jvm, "first", "second", "third")) {
            var poison = crew.filled("poison.dat", poison(), NARROW + WIDE);
            var other = crew.filled("other.dat", Crew.lines(NARROW), NARROW);
            long poisoned = poison.submit(poison.parameters(Map.of()))
                    .statusCode(202)
                    .extract()
                    .jsonPath()
                    .getLong("jobId");

            var diedOf = new HashSet<Integer>();
            for (int attempt = 1; attempt <= MAX_LOST; attempt++) {
                diedOf.add(exitOf(crew, agentOf(poisoned, attempt)));
            }
            var good = other.run(other.parameters(Map.of()));
            var bad = Case.ended(poisoned);

            // ExitOnOutOfMemoryError has the exit code 3.
            assertEquals(Set.of(3), diedOf);
            assertEquals("Completed", good.getString("status"), good.prettyPrint());
            assertEquals(NARROW, other.documents().getInt("total"));
            assertEquals("Failed", bad.getString("status"), bad.prettyPrint());
            assertEquals(MAX_LOST + 1, bad.getInt("attempt"));
            assertEquals(NARROW, bad.getInt("progress.transferred"));
            assertEquals(NARROW, poison.documents().getInt("total"));
            var errors = Case.errors(bad.getLong("jobHistoryId"));
            assertEquals(List.of("job"), errors.getList("items.type"));
            assertThat(
                    errors.getString("items[0].message"), containsString("its agent was lost " + MAX_LOST + " times"));
            assertTrue(crew.agent(bad.getString("agent")).process().isAlive());
        }
    }

    private static String agentOf(long jobId, int attempt) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Crew.job(jobId), job -> job.getInt("attempt") >= attempt)
                .getString("agent");
    }

    private static int exitOf(Crew crew, String agent) {
        var process = crew.agent(agent).process();
        Awaitility.await("the end of " + agent).atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
        return process.exitValue();
    }

    private static CharSequence poison() {
        var lines = new StringBuilder("Control Number");
        for (int field = 0; field < WIDE_FIELDS; field++) {
            lines.append("|Note ").append(field);
        }
        lines.append('\n');
        for (int i = 0; i < NARROW + WIDE; i++) {
            lines.append("D-%05d".formatted(i));
            for (int field = 0; field < WIDE_FIELDS; field++) {
                lines.append('|').append(i < NARROW ? "narrow" : WIDE_TEXT);
            }
            lines.append('\n');
        }
        return lines;
    }
}
