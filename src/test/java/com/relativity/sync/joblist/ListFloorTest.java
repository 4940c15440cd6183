package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class ListFloorTest {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration FROM_THE_BEGINNING = Duration.ofMillis(300);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Inject
    JobList jobs;

    @Inject
    AgentRegistry agents;

    @Inject
    Transactions transactions;

    @Inject
    Outbox outbox;

    private AgentRegistry.Agent agent;

    @BeforeEach
    void anEmptyListAndAnAgent() {
        now(transactions.query("truncate sync_job, sync_agent cascade", Tuple.tuple()));
        agent = now(agents.register("agent", 4, Duration.ofSeconds(30)));
    }

    @Test
    void itRisesToWhatWaits_andNotAboveIt() {
        var floor = new ListFloor(transactions, System::nanoTime, PAUSE, NEVER);
        var here = new JobClaims(transactions, outbox, floor);
        add();
        claim(here);
        long waiting = add();

        Awaitility.await().atMost(LIMIT).until(() -> {
            now(floor.raise());
            return floor.jobId() == waiting;
        });
        assertEquals(waiting, claim(here).orElseThrow().job().jobId());
    }

    @Test
    @Tag("G9")
    void aJobThatAnotherProcessHandsBack_isFoundBelowTheFloor_whereNothingElseWaits() {
        var floor = new ListFloor(transactions, System::nanoTime, PAUSE, NEVER);
        var here = new JobClaims(transactions, outbox, floor);
        var there = new JobClaims(transactions, outbox, new ListFloor(transactions));
        var old = claimed(here, add());
        riseAbove(old.job().jobId(), floor);

        now(there.handBack(old.run()));

        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> claim(here)
                        .filter(again -> again.job().jobId() == old.job().jobId())
                        .isPresent());
    }

    @Test
    @Tag("G9")
    void aJobThatAnotherProcessHandsBack_isFoundBelowTheFloor_alsoWhereOthersGoOnWaiting() {
        var floor = new ListFloor(transactions, System::nanoTime, PAUSE, FROM_THE_BEGINNING);
        var here = new JobClaims(transactions, outbox, floor);
        var there = new JobClaims(transactions, outbox, new ListFloor(transactions));
        long workspaceId = Configurations.workspaceId();
        var old = claimed(here, add(workspaceId));
        riseAbove(old.job().jobId(), floor);

        now(there.handBack(old.run()));

        Awaitility.await().atMost(LIMIT).until(() -> {
            add(workspaceId);
            return claim(here).orElseThrow().job().jobId() == old.job().jobId();
        });
    }

    @Test
    void aJobThatThisProcessHandsBack_isTheNextAtOnce() {
        var floor = new ListFloor(transactions, System::nanoTime, PAUSE, NEVER);
        var here = new JobClaims(transactions, outbox, floor);
        long workspaceId = Configurations.workspaceId();
        var old = claimed(here, add(workspaceId));
        riseAbove(old.job().jobId(), floor);
        add(workspaceId);

        now(here.handBack(old.run()));

        assertEquals(old.job().jobId(), claim(here).orElseThrow().job().jobId());
    }

    @Test
    void everyJobGoesOutOnce_alsoOfMoreWorkspacesThanAClaimLooksAt() {
        var here = new JobClaims(transactions, outbox, new ListFloor(transactions));
        var waiting = new HashSet<Long>();
        for (int workspace = 0; workspace < 50; workspace++) {
            long workspaceId = Configurations.workspaceId();
            waiting.add(add(workspaceId));
            waiting.add(add(workspaceId));
        }

        var firstOfEach = new HashSet<Long>();
        for (int claim = 0; claim < 100; claim++) {
            var job = claim(here).orElseThrow().job();
            assertTrue(waiting.remove(job.jobId()), "claimed twice");
            if (claim < 75) {
                firstOfEach.add(job.workspaceId());
            }
        }

        assertTrue(claim(here).isEmpty());
        assertEquals(50, firstOfEach.size(), "workspaces that had a turn in the first 75 claims");
    }

    private long add() {
        return add(Configurations.workspaceId());
    }

    private long add(long workspaceId) {
        return now(jobs.add(Configurations.job(workspaceId, 3))).job().jobId();
    }

    private Optional<ClaimedJob> claim(JobClaims claims) {
        return now(claims.claim(agent, 0));
    }

    private ClaimedJob claimed(JobClaims claims, long jobId) {
        var claimed = claim(claims).orElseThrow();
        assertEquals(jobId, claimed.job().jobId());
        return claimed;
    }

    private static void riseAbove(long jobId, ListFloor floor) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            now(floor.raise());
            return floor.jobId() > jobId;
        });
    }
}
