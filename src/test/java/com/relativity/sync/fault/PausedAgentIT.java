package com.relativity.sync.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.relativity.sync.embedded.Signals;
import com.relativity.sync.support.Case;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An agent that stands still for longer than its lease, in the middle of a job, and then goes on as if nothing had been. */
class PausedAgentIT {

    private static final int DOCUMENTS = 3000;

    @TempDir
    Path home;

    @Test
    @Tag("G4")
    @Tag("G5")
    @Tag("G6")
    void anAgentThatWasPausedLongerThanItsLeaseHasLostItsJob_doublesNothing_andWorksAgain() throws Exception {
        var settings =
                Map.of("SYNC_AGENT_LEASE", "PT3S", "SYNC_LOST_LEASES_GRACE", "PT0S", "SYNC_ENGINE_BATCH_SIZE", "10");
        try (var crew = Crew.of(home, settings, List.of("-Xmx192m", "-XX:TieredStopAtLevel=1"), "first", "second")) {
            var matter = crew.filled("load.dat", Crew.lines(DOCUMENTS), DOCUMENTS);
            long jobId = matter.submit(matter.parameters(Map.of()))
                    .statusCode(202)
                    .extract()
                    .jsonPath()
                    .getLong("jobId");
            String paused = Crew.underWay(jobId, 1).getString("agent");

            Signals.pause(crew.agent(paused).process().toHandle());
            var ended = Case.ended(jobId);

            assertEquals("Completed", ended.getString("status"), ended.prettyPrint());
            assertNotEquals(paused, ended.getString("agent"));
            assertEquals(2, ended.getInt("attempt"));

            Signals.goOn(crew.agent(paused).process().toHandle());

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> crew.logOf(paused).contains("Job " + jobId + " was taken from this agent"));
            assertEquals(ended.getMap("$"), Crew.job(jobId).getMap("$"));
            assertEquals(DOCUMENTS, ended.getInt("progress.transferred"));
            assertEquals(0, ended.getInt("progress.failed"));
            assertEquals(DOCUMENTS, matter.documents().getInt("total"));
            crew.agent(ended.getString("agent")).close();
            var next = crew.filled("next.dat", Crew.lines(20), 20);
            var last = next.run(next.parameters(Map.of()));
            assertEquals("Completed", last.getString("status"));
            assertEquals(paused, last.getString("agent"));
            assertTrue(crew.agent(paused).process().isAlive());
        }
    }
}
