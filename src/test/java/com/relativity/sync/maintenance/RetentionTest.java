package com.relativity.sync.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.history.JobErrors;
import com.relativity.sync.job.Flow;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.Pace;
import com.relativity.sync.job.Progress;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.joblist.NewJob;
import com.relativity.sync.outbox.EventLog;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.problem.JobNotFound;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.SmallPortions;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(SmallPortions.class)
@Tag("G14")
class RetentionTest {

    private static final List<String> TABLES = List.of(
            "sync_job j where j.job_id",
            "sync_configuration c where c.configuration_id",
            "job_history h where h.job_history_id",
            "job_history_error e where e.job_history_id",
            "run_snapshot s where s.job_id",
            "run_batch b where b.job_id",
            "job_event v where v.job_id",
            "job_event_sequence q where q.job_id");

    @Inject
    JobList jobs;

    @Inject
    JobErrors errors;

    @Inject
    Outbox outbox;

    @Inject
    EventLog log;

    @Inject
    JobRetention jobRetention;

    @Inject
    EventRetention eventRetention;

    @Inject
    LeftOvers leftOvers;

    @Inject
    AuditRetention auditRetention;

    @Inject
    Transactions transactions;

    @BeforeEach
    void nothingIsDue() {
        sql("update sync_job set ended_at = now() where ended_at is not null");
        sql("update job_event set at = now()");
        sql("delete from run_snapshot");
    }

    @Test
    void aJobGoesWithAllOfIt_oneDayAfterItsTime_andOneDayBeforeItStays() {
        long old = ended(91);
        long young = ended(89);

        toTheEnd(jobRetention::step);

        TABLES.forEach(table -> assertEquals(0, count(table, old), table));
        assertThat(failureOf(jobs.job(old)), instanceOf(JobNotFound.class));
        assertEquals(1, count(TABLES.get(0), young));
        assertEquals(2, count("job_event v where v.job_id", young));
    }

    @Test
    @Tag("G16")
    void linesOfTheAuditTrailGo_oneDayAfterTheirTime_andOneDayBeforeTheyStay() {
        // Old lines have low numbers: the sweep begins with these.
        int number = -100;
        for (int days : List.of(366, 366, 366, 366, 364)) {
            sql("insert into audit_line (audit_id, at, action, outcome, who) overriding system value values ("
                    + number++ + ", now() - interval '" + days + " days', 'Read', 'Refused', 'retention-" + days
                    + "')");
        }

        toTheEnd(auditRetention::step);

        assertEquals(0, count("audit_line where who = 'retention-366' and 1", 1));
        assertEquals(1, count("audit_line where who = 'retention-364' and 1", 1));
    }

    @Test
    void aJobThatHasNotEndedStays_howeverOldItIs() {
        long jobId = published(now(jobs.add(Configurations.job())).job().jobId());
        sql("update sync_job set submitted_at = now() - interval '900 days' where job_id = " + jobId);

        toTheEnd(jobRetention::step);

        assertEquals(1, count(TABLES.get(0), jobId));
    }

    @Test
    void aJobStaysUntilItsLastEventIsPublished() {
        long jobId = ended(91);
        sql("update job_event set published_at = null where sequence = 1 and stream = 'SUBMITTED' and job_id = "
                + jobId);

        toTheEnd(jobRetention::step);
        assertEquals(1, count(TABLES.get(0), jobId));

        published(jobId);
        toTheEnd(jobRetention::step);
        assertEquals(0, count(TABLES.get(0), jobId));
    }

    @Test
    void aJobWithMoreErrorsAndEventsThanAPortion_goesInPortions() {
        long jobId = ended(91);
        for (int i = 0; i < 2 * SmallPortions.ROWS + 1; i++) {
            now(errors.add(jobId, "An error"));
            append(jobId);
        }
        published(jobId);

        var left = new ArrayList<Long>();
        do {
            left.add(count("job_history_error e where e.job_history_id", jobId));
        } while (now(jobRetention.step()));

        assertEquals(List.of(7L, 4L, 1L), left.subList(0, 3));
        assertEquals(0, count(TABLES.get(0), jobId));
        assertEquals(0, count("job_event v where v.job_id", jobId));
    }

    @Test
    void aRunThatIsBeingRetriedStays_untilItsRetryHasEnded() {
        long retried = ended(91);
        long retry = published(now(jobs.add(Configurations.job())).job().jobId());
        sql("update sync_job set retry_of = %1$d, retry_root = %1$d where job_id = %2$d".formatted(retried, retry));

        toTheEnd(jobRetention::step);
        assertEquals(1, count(TABLES.get(0), retried));

        end(retry, 1);
        toTheEnd(jobRetention::step);
        assertEquals(0, count(TABLES.get(0), retried));
        assertEquals(retried, now(jobs.job(retry)).retryOf());
    }

    @Test
    void aCorrelationIdIsFreeAgainWhenTheRecordHasGone() {
        NewJob job = Configurations.job();
        long first = now(jobs.add(job)).job().jobId();
        published(first);
        end(first, 91);
        assertFalse(now(jobs.add(job)).isNew());

        toTheEnd(jobRetention::step);

        assertTrue(now(jobs.add(job)).isNew());
    }

    @Test
    void manyProcessesAtOnce_removeWhatIsDueAndNothingElse() {
        var old = IntStream.range(0, 20).mapToObj(i -> ended(91)).toList();
        var young = IntStream.range(0, 5).mapToObj(i -> ended(89)).toList();
        old.forEach(jobId -> now(errors.add(jobId, "An error")));

        boolean more = true;
        for (int round = 0; round < 50 && more; round++) {
            more = now(Uni.join()
                            .all(IntStream.range(0, 6)
                                    .mapToObj(i -> jobRetention.step())
                                    .toList())
                            .andFailFast())
                    .contains(true);
        }
        toTheEnd(jobRetention::step);

        old.forEach(jobId -> TABLES.forEach(table -> assertEquals(0, count(table, jobId), table)));
        young.forEach(jobId -> assertEquals(1, count(TABLES.get(0), jobId)));
    }

    @Test
    void anErrorForAJobThatIsGone_isNoFailure() {
        now(errors.add(999_999_999L, "Too late"));
    }

    @Test
    void oldPublishedEventsGo_butTheNewestStatusOfAKeptJobStays() {
        long jobId = now(jobs.add(Configurations.job())).job().jobId();
        statusAgain(jobId);
        append(jobId);
        append(jobId);
        published(jobId);
        age(jobId, 8);

        toTheEnd(eventRetention::step);

        assertEquals(List.of("STATUS 2"), events(jobId));
        assertEquals(2, now(log.newestStatus(jobId)).orElseThrow().sequence());
        append(jobId);
        assertEquals(List.of("STATUS 2", "STATUS 5"), events(jobId));
    }

    @Test
    void anEventThatIsNotPublishedNeverGoes_andYoungOnesStay() {
        long jobId = published(now(jobs.add(Configurations.job())).job().jobId());
        append(jobId);
        long young = published(now(jobs.add(Configurations.job())).job().jobId());
        age(young, 6);
        age(jobId, 8);

        toTheEnd(eventRetention::step);

        assertEquals(List.of("STATUS 1", "STATUS 2"), events(jobId));
        assertEquals(List.of("STATUS 1", "SUBMITTED 1"), events(young));
    }

    @Test
    void allStreamsResumeFromAnEventOnlyAsLongAsAllAfterItIsKept() {
        long jobId = published(now(jobs.add(Configurations.job())).job().jobId());
        var newest = now(log.newestStatus(jobId)).orElseThrow();
        assertTrue(log.isKeptWithAllAfter(newest));

        age(jobId, 8);

        assertFalse(log.isKeptWithAllAfter(now(log.newestStatus(jobId)).orElseThrow()));
    }

    @Test
    void whatAnEndedRunHasLeftIsRemoved_andWhatARunningOneHoldsIsNot() {
        long ended = ended(1);
        long open = published(now(jobs.add(Configurations.job())).job().jobId());
        for (long jobId : List.of(ended, open)) {
            sql("insert into run_snapshot (job_id, first_position, item_ids) values (" + jobId + ", 0, '{1,2}')");
            sql("insert into run_batch (job_id, first_position, total) values (" + jobId + ", 0, 2)");
            sql("insert into store_receipt values (4000000, " + jobId + ", 0, 2, 2, 0, 0, '[]')");
        }

        toTheEnd(leftOvers::step);

        var held = List.of(
                "run_snapshot s where s.job_id", "run_batch b where b.job_id", "store_receipt r where r.job_id");
        held.forEach(table -> assertEquals(0, count(table, ended), table));
        held.forEach(table -> assertEquals(1, count(table, open), table));
        assertEquals(1, count("store_run r where r.closed_attempt >= 0 and r.job_id", ended));
    }

    @Test
    void aDueJobWaitsForTheCleanupOfItsRun() {
        long jobId = ended(91);
        sql("insert into run_snapshot (job_id, first_position, item_ids) values (" + jobId + ", 0, '{1}')");

        toTheEnd(jobRetention::step);
        assertEquals(1, count(TABLES.get(0), jobId));

        toTheEnd(leftOvers::step);
        toTheEnd(jobRetention::step);
        assertEquals(0, count(TABLES.get(0), jobId));
    }

    private long ended(int daysAgo) {
        return end(published(now(jobs.add(Configurations.job())).job().jobId()), daysAgo);
    }

    private long end(long jobId, int daysAgo) {
        sql("update sync_job set status = 'Cancelled', history_status = 'Stopped', ended_at = now() - interval '"
                + daysAgo + " days' where job_id = " + jobId);
        return jobId;
    }

    private long published(long jobId) {
        sql("update job_event set published_at = now() where job_id = " + jobId);
        return jobId;
    }

    /** All events up to the job's last one: older ones lie before younger ones. */
    private void age(long jobId, int days) {
        sql("update job_event set at = now() - interval '" + days + " days'"
                + " where position <= (select max(position) from job_event where job_id = " + jobId + ")");
    }

    private void append(long jobId) {
        var told = JobEvent.Told.of(
                new Progress(10L, 1, 0, 0, "synchronization", Pace.UNKNOWN), JobStatus.Processing, Flow.DOCUMENT);
        now(transactions.inOne(tx -> outbox.append(tx, new JobEvent.Progressed(jobId, 1, told))));
    }

    private void statusAgain(long jobId) {
        var job = now(jobs.job(jobId));
        now(transactions.inOne(tx -> outbox.append(tx, JobEvent.StatusChanged.of(null, job))));
    }

    private List<String> events(long jobId) {
        return now(transactions.query(
                        "select stream || ' ' || sequence as event from job_event where job_id = $1 order by 1",
                        Tuple.of(jobId)))
                .stream()
                .map(row -> row.getString("event"))
                .toList();
    }

    private long count(String tableAndKey, long jobId) {
        Row row = now(transactions.query("select count(*) as n from " + tableAndKey + " = $1", Tuple.of(jobId)))
                .iterator()
                .next();
        return row.getLong("n");
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }

    private static void toTheEnd(Supplier<Uni<Boolean>> step) {
        for (int steps = 0; now(step.get()); steps++) {
            assertTrue(steps < 1000, "The steps do not come to an end");
        }
    }
}
