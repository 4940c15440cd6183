package com.relativity.sync.maintenance;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.history.TakenBatch;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is written once a batch or a heartbeat stays in its page. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class TableHygieneTest {

    private static final int UPDATES = 200;
    private static final int HOT_PERCENT = 90;
    private static final Duration LEASE = Duration.ofSeconds(30);

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

    /** Updates of a table so far, and those of them that touched no index. */
    private record Updates(long all, long hot) {}

    @Test
    void heartbeatsTouchNoIndex() {
        var agent = now(agents.register("beating", 4, LEASE));
        var before = updates("sync_agent");

        for (int i = 0; i < UPDATES; i++) {
            now(agents.heartbeat(agent, i % 4, LEASE));
        }

        areNearlyAllHot("sync_agent", before, UPDATES);
    }

    @Test
    void countersAndEventNumbersOfARunTouchNoIndex() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        long jobId = now(jobs.add(Configurations.job())).job().jobId();
        var agent = now(agents.register("counting", 4, LEASE));
        var run = now(claims.claim(agent, 0)).orElseThrow().run();
        now(snapshots.begin(run));
        now(snapshots.append(
                run, 0, java.util.stream.LongStream.range(0, UPDATES).boxed().toList()));
        now(snapshots.complete(run, UPDATES));
        now(ledger.partition(run, 1));
        var history = updates("job_history");
        var sequence = updates("job_event_sequence");

        for (int i = 0; i < UPDATES; i++) {
            now(transactions.query(
                    "update job_history set progress_told_at = '-infinity' where job_history_id = $1",
                    Tuple.of(jobId)));
            record(run, i);
        }

        areNearlyAllHot("job_history", history, 2 * UPDATES);
        areNearlyAllHot("job_event_sequence", sequence, UPDATES);
    }

    private void record(RunKey run, int position) {
        now(ledger.record(run, new TakenBatch(position, 1, 1, 10, 0, List.of())));
    }

    /** Statistics come a little later than the updates. */
    private void areNearlyAllHot(String table, Updates before, int expected) {
        var after = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> updates(table), now -> now.all() - before.all() >= expected);
        long all = after.all() - before.all();
        long hot = after.hot() - before.hot();
        assertTrue(hot * 100 >= all * HOT_PERCENT, () -> table + ": " + hot + " of " + all + " updates were HOT");
    }

    private Updates updates(String table) {
        Row row = now(transactions.query(
                        "select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname = $1", Tuple.of(table)))
                .iterator()
                .next();
        return new Updates(row.getLong(0), row.getLong(1));
    }
}
