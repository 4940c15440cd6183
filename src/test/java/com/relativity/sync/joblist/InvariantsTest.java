package com.relativity.sync.joblist;

import java.util.UUID;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The server refuses what would break a guarantee, whoever asks for it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class InvariantsTest {

    private static final long WORKSPACE = 777_000_001L;

    @Inject
    Transactions transactions;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void nothingStays() {
        now(transactions.query("delete from sync_job where workspace_id = $1", Tuple.of(WORKSPACE)));
    }

    @Test
    @Tag("G3")
    void theServerAllowsExactlyTheMovesOfTheContract() {
        for (HistoryStatus from : HistoryStatus.values()) {
            for (HistoryStatus to : HistoryStatus.values()) {
                long jobId = jobAt(from);
                JobStatus before = statusOf(from);
                JobStatus after = statusOf(to);
                boolean allowed = from == to || from.canMoveTo(to) && (before == after || before.canMoveTo(after));

                boolean done = succeeds(
                        "update sync_job set status = $2, history_status = $3, attempt = attempt + $4,"
                                + " ended_at = case when $5 then now() end where job_id = $1",
                        Tuple.of(
                                jobId,
                                after.name(),
                                to.name(),
                                before == JobStatus.Pending && after == JobStatus.Processing ? 1 : 0,
                                after.isTerminal()));

                assertEquals(allowed, done, from + " to " + to);
            }
        }
    }

    @Test
    @Tag("G4")
    void aFencingNumberGrowsByOneWithAClaim_andNeverOtherwise() {
        long waiting = jobAt(HistoryStatus.Suspended);
        String claim =
                "update sync_job set status = 'Processing', history_status = 'Validating', attempt = attempt + $2 where job_id = $1";

        refused(claim, Tuple.of(waiting, 0));
        refused(claim, Tuple.of(waiting, 2));
        assertTrue(succeeds(claim, Tuple.of(waiting, 1)));
        refused("update sync_job set attempt = attempt + 1 where job_id = $1", Tuple.of(waiting));
        refused("update sync_job set attempt = attempt - 1 where job_id = $1", Tuple.of(waiting));
        refused("update sync_job set lost = lost + 2 where job_id = $1", Tuple.of(waiting));
    }

    @Test
    @Tag("G3")
    void bothStatusesOfAJobAgree() {
        long running = jobAt(HistoryStatus.Processing);

        refused("update sync_job set history_status = 'Suspended' where job_id = $1", Tuple.of(running));
    }

    @Test
    @Tag("G6")
    void countersOnlyGrow_theTotalIsSetOnce_andNothingIsCountedAfterTheEnd() {
        long running = jobAt(HistoryStatus.Processing);
        String count = "update job_history set transferred = transferred + $2 where job_history_id = $1";
        assertTrue(succeeds("update job_history set total = 10 where job_history_id = $1", Tuple.of(running)));
        assertTrue(succeeds(count, Tuple.of(running, 4L)));

        refused(count, Tuple.of(running, -1L));
        refused(count, Tuple.of(running, 7L));
        refused("update job_history set total = 11 where job_history_id = $1", Tuple.of(running));
        assertTrue(succeeds(
                "update sync_job set status = 'Completed', history_status = 'Completed', ended_at = now() where job_id = $1",
                Tuple.of(running)));
        refused(count, Tuple.of(running, 1L));
    }

    @Test
    void aRefusedWriteIsCounted() {
        double before = metrics.counter("sync.invariants.broken").count();

        refused(
                "update sync_job set history_status = 'New' where job_id = $1",
                Tuple.of(jobAt(HistoryStatus.Processing)));

        assertEquals(before + 1, metrics.counter("sync.invariants.broken").count());
    }

    private void refused(String sql, Tuple arguments) {
        assertInstanceOf(PgException.class, failureOf(transactions.query(sql, arguments)));
    }

    private boolean succeeds(String sql, Tuple arguments) {
        return now(transactions
                .query(sql, arguments)
                .map(rows -> true)
                .onFailure(PgException.class)
                .recoverWithItem(false));
    }

    private static JobStatus statusOf(HistoryStatus history) {
        return switch (history) {
            case New, Suspended -> JobStatus.Pending;
            case Validating, Processing, Stopping, Suspending -> JobStatus.Processing;
            case ValidationFailed, Completed, CompletedWithErrors, Failed, Stopped -> history.ofEndedJob();
        };
    }

    private long jobAt(HistoryStatus history) {
        JobStatus status = statusOf(history);
        return now(transactions.query(
                        """
                        with j as (
                          insert into sync_job (workspace_id, destination_workspace_id, flow, job_name, correlation_id, status, history_status,
                                                priority, overwrite_mode, submitted_by, attempt, ended_at)
                          values ($1, 1, 'document', 'A job', $2, $3, $4, 3, 'AppendOnly', 'a test', 1, case when $5 then now() end)
                          returning job_id)
                        insert into job_history (job_history_id) select job_id from j returning job_history_id
                        """,
                        Tuple.of(
                                WORKSPACE,
                                UUID.randomUUID().toString(),
                                status.name(),
                                history.name(),
                                status.isTerminal())))
                .iterator()
                .next()
                .getLong(0);
    }
}
