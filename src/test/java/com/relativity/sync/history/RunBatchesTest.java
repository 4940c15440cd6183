package com.relativity.sync.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The batches that a run's snapshot is cut into. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class RunBatchesTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final List<String> TWO_TWO_ONE = List.of("0+2", "2+2", "4+1");

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    AgentRegistry agents;

    @Inject
    RunLedger ledger;

    @Inject
    Snapshots snapshots;

    @Inject
    Transactions transactions;

    private RunKey run;

    @BeforeEach
    void aRunOfFiveItems() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        now(jobs.add(Configurations.job()));
        var agent = now(agents.register("agent-of-the-test", 4, LEASE));
        run = now(claims.claim(agent, 0)).orElseThrow().run();
        now(claims.validated(run));
        now(snapshots.begin(run));
        now(snapshots.complete(run, 5));
    }

    @Test
    @Rule("3.batch.size")
    void batchesAreFull_exceptTheLast() {
        now(ledger.partition(run, 2));

        assertEquals(TWO_TWO_ONE, batches());
    }

    @Test
    @Rule("1.step.partition")
    void aPartitionThatWasInterrupted_goesOnAfterItsLastBatch() {
        now(ledger.partition(run, 2));
        now(transactions.query(
                "delete from run_batch where job_id = $1 and first_position > 0", Tuple.of(run.jobId())));

        now(ledger.partition(run, 2));
        assertEquals(TWO_TWO_ONE, batches());

        // Of another size meanwhile: what exists stays.
        now(ledger.partition(run, 3));
        assertEquals(TWO_TWO_ONE, batches());
    }

    @Test
    @Rule("3.batch.order")
    @Rule("1.step.synchronization")
    @Rule("1.step.status-consolidation")
    void batchesAreTakenInOrder_andAddUp() {
        now(ledger.partition(run, 2));
        var taken = new ArrayList<Long>();

        for (var open = now(ledger.nextOpen(run.jobId())); open.isPresent(); open = now(ledger.nextOpen(run.jobId()))) {
            var batch = open.get();
            taken.add(batch.firstPosition());
            now(ledger.record(
                    run, new TakenBatch(batch.firstPosition(), batch.total(), batch.total(), 10, 5, List.of())));
        }

        assertEquals(List.of(0L, 2L, 4L), taken);
        var progress = now(ledger.progress(run.jobId()));
        assertEquals(5, progress.transferred());
        assertEquals(45, progress.bytes());
        assertTrue(now(ledger.nextOpen(run.jobId())).isEmpty());
    }

    private List<String> batches() {
        return now(transactions.query(
                        "select first_position || '+' || total as batch from run_batch where job_id = $1"
                                + " order by first_position",
                        Tuple.of(run.jobId())))
                .stream()
                .map(row -> row.getString("batch"))
                .toList();
    }
}
