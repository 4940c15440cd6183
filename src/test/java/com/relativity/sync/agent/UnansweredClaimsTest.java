package com.relativity.sync.agent;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;

import static com.relativity.sync.support.Waiting.now;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(UnansweredClaimsTest.ShortLease.class)
class UnansweredClaimsTest {

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    AgentRegistry agents;

    @Inject
    RunningJobs running;

    @Inject
    UnansweredClaims unanswered;

    @Inject
    Transactions transactions;

    private RunKey claimed;

    @BeforeEach
    void aClaimedJob() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        var agent = now(agents.register("agent-of-the-test", 1, Duration.ofMinutes(5)));
        now(jobs.add(Configurations.job()));
        claimed = now(claims.claim(agent, 0)).orElseThrow().run();
    }

    @Test
    @Tag("G9")
    void aJobThatTheAgentHasWithoutKnowing_isHandedBack_afterAWhile() {
        now(unanswered.handBack(Set.of(claimed)));
        assertEquals(JobStatus.Processing, status(), "the answer may still be on its way");

        await().atMost(Duration.ofSeconds(10)).until(() -> {
            now(unanswered.handBack(Set.of(claimed)));
            return status() == JobStatus.Pending;
        });
    }

    @Test
    void aJobThatRunsStaysWithItsAgent() {
        running.begin(claimed);

        await().during(Duration.ofMillis(600)).atMost(Duration.ofSeconds(10)).until(() -> {
            now(unanswered.handBack(Set.of(claimed)));
            return status() == JobStatus.Processing;
        });
        running.end(claimed);
    }

    private JobStatus status() {
        return now(jobs.job(claimed.jobId())).status();
    }

    public static final class ShortLease implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sync.roles", "api", "sync.agent.lease", "PT0.9S");
        }
    }
}
