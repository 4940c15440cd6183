package com.relativity.sync.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.history.TakenBatch;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobEnding;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is counted where nobody runs a pipeline to its end. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class MetricsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    JobClaims claims;

    @Inject
    JobEnding ending;

    @Inject
    RunLedger ledger;

    @Inject
    AgentRegistry agents;

    @Inject
    Transactions transactions;

    @Test
    void everyMeterIsThereWithAllItsLabels_beforeAnythingHappened() {
        var scraped = Scrape.take();

        for (String flow : List.of("document", "image", "non-document")) {
            assertTrue(scraped.has("sync_jobs_submitted_total", "flow", flow));
            for (String outcome : List.of("transferred", "failed")) {
                assertTrue(scraped.has("sync_items_total", "flow", flow, "outcome", outcome));
            }
            for (String status : List.of("Completed", "CompletedWithErrors", "Failed", "Cancelled")) {
                assertTrue(scraped.has("sync_jobs_ended_total", "flow", flow, "status", status));
                assertTrue(scraped.has("sync_job_duration_seconds_count", "flow", flow, "status", status));
            }
        }
        for (String name : List.of(
                "sync_jobs_pending",
                "sync_jobs_processing",
                "sync_job_pickup_seconds_count",
                "sync_job_pickup_seconds_bucket",
                "sync_cancel_seconds_count",
                "sync_outbox_pending",
                "sync_outbox_oldest_seconds",
                "sync_agent_slots",
                "sync_agent_free_slots",
                "sync_dead_letters_total",
                "sync_invariants_broken_total",
                "sync_events_published_total",
                "sync_mails_waiting",
                "sync_file_share_free_bytes")) {
            assertTrue(scraped.has(name), name);
        }
        assertTrue(scraped.has("sync_dependency_up", "dependency", "postgresql"));
        assertTrue(scraped.has("sync_mails_total", "outcome", "given-up"));
        assertTrue(scraped.has("sync_retention_removed_total", "kind", "leftovers"));
    }

    @Test
    void aJobThatIsCancelledWhileItWaits_isCountedOnce_withTheTimeItTook() {
        var matter = Case.create();
        long jobId = submit(matter);
        double ended = ended("Cancelled");
        double cancels = Scrape.take().value("sync_cancel_seconds_count");

        Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of()).statusCode(202);
        Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of()).statusCode(202);

        assertEquals(ended + 1, ended("Cancelled"));
        assertEquals(cancels + 1, Scrape.take().value("sync_cancel_seconds_count"));
    }

    @Test
    void anEndThatIsRefusedBecauseTheJobWasTakenAway_isNotCounted() {
        var run = claim(submit(Case.create()));
        now(claims.handBack(run));
        double before = ended("Failed");

        failureOf(ending.end(run, HistoryStatus.Failed, "too late"));

        assertEquals(before, ended("Failed"));
    }

    @Test
    void anEndIsCountedWithItsCommit_whoeverBringsItAbout() {
        var run = claim(submit(Case.create()));
        double before = ended("Failed");

        now(ending.end(run, HistoryStatus.Failed, "given up"));

        assertEquals(before + 1, ended("Failed"));
    }

    @Test
    void aBatchIsCountedByWhoeverTakesItOver_andOnce() {
        var run = claim(submit(Case.create()));
        now(transactions.query("update job_history set total = 3 where job_history_id = $1", Tuple.of(run.jobId())));
        now(ledger.partition(run, 10));
        var batch = new TakenBatch(0, 3, 2, 10, 20, List.of(new TakenBatch.FailedItem(7L, "X-1", "is refused")));
        double transferred = items("transferred");
        double failed = items("failed");

        now(ledger.record(run, batch));
        now(ledger.record(run, batch));

        assertEquals(transferred + 2, items("transferred"));
        assertEquals(failed + 1, items("failed"));
    }

    @Test
    void theListIsReadFromTheDatabase_nowAndThen() {
        double before = pending();

        long jobId = submit(Case.create());

        Awaitility.await().atMost(LIMIT).until(() -> pending() >= before + 1);
        assertTrue(Scrape.take().value("sync_outbox_pending") >= 2);
        Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of()).statusCode(202);
    }

    @Test
    void withoutAnEndpointNothingIsTraced_whateverTheClientSends() {
        var matter = Case.create();
        long jobId = given().contentType("application/json")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .body(matter.parameters(Map.of()))
                .post("/api/sync/v1/workspaces/" + matter.source + "/jobs/document")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");

        var stored = now(transactions.query(
                        "select count(traceparent) from job_event where job_id = $1", Tuple.of(jobId)))
                .iterator()
                .next();

        assertEquals(0, stored.getLong(0));
    }

    @Test
    void noLabelHoldsAnId() {
        long jobId = submit(Case.create());
        Case.get("/api/sync/v1/jobs/" + jobId);
        given().get("/api/sync/v1/jobs/987654321").then().statusCode(404);
        given().get("/api/sync/v1/nothing/987654322").then().statusCode(404);
        given().contentType("text/plain")
                .body("x".repeat(100))
                .post("/api/sync/v1/workspaces/987654323/jobs/document")
                .then()
                .statusCode(415);
        given().delete("/api/sync/v1/jobs/987654324").then().statusCode(405);

        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            var scraped = Scrape.take();
            assertEquals(
                    List.of(),
                    scraped.labelValues().stream()
                            .filter(value -> value.matches(".*9876543\\d\\d.*") || value.matches(".*/\\d+(/.*)?"))
                            .toList());
            assertTrue(scraped.has("http_server_requests_seconds_count", "uri", "/api/sync/v1/jobs/{jobId}"));
        });
    }

    private RunKey claim(long jobId) {
        now(transactions.query("update sync_job set priority = 1 where job_id = $1", Tuple.of(jobId)));
        var agent = now(agents.register("of a metric", 1, LEASE));
        var claimed = now(claims.claim(agent, 0)).orElseThrow();
        while (claimed.job().jobId() != jobId) {
            claimed = now(claims.claim(agent, 0)).orElseThrow();
        }
        return claimed.run();
    }

    private static long submit(Case matter) {
        return matter.submit(matter.parameters(Map.of()))
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");
    }

    private static double ended(String status) {
        return Scrape.take().value("sync_jobs_ended_total", "flow", "document", "status", status);
    }

    private static double items(String outcome) {
        return Scrape.take().value("sync_items_total", "flow", "document", "outcome", outcome);
    }

    private static double pending() {
        return Scrape.take().value("sync_jobs_pending");
    }
}
