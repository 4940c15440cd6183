package com.relativity.sync.fault;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Case;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** An end that PostgreSQL refuses to store, for whatever reason, is stored later: a job never stays with an agent that has left it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class EndNotStoredTest {

    private static final String JOB_NAME = "Its end is refused";

    @Inject
    Transactions transactions;

    @BeforeEach
    void refuseTheEnd() {
        sql("create sequence end_refused");
        sql("""
                create function refuse_end() returns trigger language plpgsql as $$
                begin perform nextval('end_refused'); raise exception 'refused on purpose'; end $$
                """);
        sql("create trigger refuse_end before update on sync_job for each row" + " when (new.job_name = '" + JOB_NAME
                + "' and new.ended_at is not null) execute function refuse_end()");
    }

    @AfterEach
    void forgetTheFault() {
        sql("drop trigger if exists refuse_end on sync_job");
        sql("drop function refuse_end");
        sql("drop sequence end_refused");
    }

    @Test
    @Tag("G9")
    @Tag("G12")
    void aJobWhoseEndCannotBeStoredStaysWithItsAgent_andEndsWhenItCan() {
        var matter = Case.create();
        long jobId = matter.submit(matter.parameters(Map.of("jobName", JOB_NAME)))
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::wasRefused);
        assertEquals("Processing", Case.get("/api/sync/v1/jobs/" + jobId).getString("status"));

        sql("drop trigger refuse_end on sync_job");

        var job = Case.ended(jobId);
        assertEquals("Completed", job.getString("status"));
        assertEquals(1, job.getInt("attempt"));
    }

    /** A sequence keeps its count although the transaction rolls back. */
    private boolean wasRefused() {
        return now(transactions.query("select is_called from end_refused", Tuple.tuple()))
                .iterator()
                .next()
                .getBoolean(0);
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }
}
