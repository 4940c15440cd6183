package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.history.LinkBatches;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.history.TakenBatch;
import com.relativity.sync.history.TakenBatch.FailedItem;
import com.relativity.sync.job.Batch;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The second pass in the ledger. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class LinkBatchesTest {

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    AgentRegistry agents;

    @Inject
    RunLedger ledger;

    @Inject
    LinkBatches links;

    @Inject
    Snapshots snapshots;

    @Inject
    Transactions transactions;

    private RunKey run;

    @BeforeEach
    void aRunWhoseFirstPassIsDone() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        var agent = now(agents.register("agent-of-the-test", 4, Duration.ofSeconds(30)));
        now(jobs.add(Configurations.job()));
        var job = now(claims.claim(agent, 0)).orElseThrow().job();
        run = new RunKey(job.jobId(), job.attempt());
        now(snapshots.begin(run));
        now(snapshots.append(run, 0, List.of(11L, 12L, 13L)));
        now(snapshots.complete(run, 3));
        now(ledger.partition(run, 2));
        now(links.expect(run, true));
        now(ledger.record(
                run, new TakenBatch(0, 2, 1, 10, 20, List.of(new FailedItem(12L, "A-2", "It is too long.")))));
        now(ledger.record(run, new TakenBatch(2, 1, 1, 10, 20, List.of())));
    }

    @Test
    @Rule("1.step.linking")
    void aBatchOfLinksStandsBehindTheLastItem_andGoesOverTheItemsOfItsFirstPass() {
        now(links.partition(run));
        now(links.partition(run));

        assertEquals(Optional.of(new Batch(3, 2, run.jobId(), 0, true)), open());
        assertTrue(open().orElseThrow().isOfLinks());
        now(ledger.record(run, new TakenBatch(3, 1, 1, 5, 0, List.of())));
        assertEquals(Optional.of(new Batch(5, 1, run.jobId(), 2, true)), open());
        now(ledger.record(run, new TakenBatch(5, 1, 1, 5, 0, List.of())));
        assertEquals(Optional.empty(), open());
    }

    @Test
    void aBatchOfLinksIsNotCounted() {
        var before = now(ledger.progress(run.jobId()));
        now(links.partition(run));

        now(ledger.record(run, new TakenBatch(3, 2, 1, 5, 7, List.of(new FailedItem(11L, "A-1", "It was removed.")))));

        assertEquals(before, now(ledger.progress(run.jobId())));
        assertEquals(2, count("select count(*) from job_history_error where job_history_id = $1"));
        assertEquals(60, count("select bytes from job_history where job_history_id = $1"));
    }

    @Test
    void cuttingAgainMakesNoMoreBatchesOfTheFirstPass() {
        now(links.partition(run));
        now(ledger.partition(run, 1));

        assertEquals(4, count("select count(*) from run_batch where job_id = $1"));
    }

    @Test
    void whatTheFirstPassDidNotTransferIsKnown() {
        assertEquals(Set.of(12L), now(links.failed(run.jobId(), List.of(11L, 12L))));
        assertFalse(now(links.failed(run.jobId(), List.of(11L, 13L))).contains(13L));
    }

    private Optional<Batch> open() {
        return now(ledger.nextOpen(run.jobId()));
    }

    private long count(String sql) {
        return now(transactions.query(sql, Tuple.of(run.jobId())))
                .iterator()
                .next()
                .getLong(0);
    }
}
