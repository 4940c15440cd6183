package com.relativity.sync.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.BatchesOfTwo;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.WatchedGateways;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Five people in a ring, each with the next one as boss, in batches of two: three writes of the first pass, then three that link. Runs end
 * before they have linked all, and retries follow.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(BatchesOfTwo.class)
class LinksLeftOutTest {

    private static final String STORE = "/api/workspaces/v1/";
    private static final Map<String, String> RING =
            new TreeMap<>(Map.of("Ann", "Bob", "Bob", "Cid", "Cid", "Dot", "Dot", "Eve", "Eve", "Ann"));

    @Inject
    WatchedGateways gateways;

    @Inject
    Pipeline pipeline;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    Cancellation cancellation;

    @Inject
    AgentRegistry agents;

    @Inject
    Transactions transactions;

    private Case matter;
    private Map<String, Object> parameters;
    private long destinationType;

    @BeforeEach
    void aRing() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        gateways.clear();
        matter = Case.create();
        long from = personsIn(matter.source);
        destinationType = personsIn(matter.destination);
        var file = DatFile.withColumns("Name", "Boss");
        RING.forEach(file::row);
        matter.importIntoSource(Case.importFiles("people.dat", file.bytes(), Map.of()), Map.of("objectType", "Person"));
        long view = Case.post(STORE + matter.source + "/views", Map.of("name", "All", "objectTypeId", from))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("viewId");
        var to = new TreeMap<String, Map<String, Object>>();
        fields(matter.destination, destinationType).forEach(field -> to.put((String) field.get("name"), field));
        var mapping = new ArrayList<Map<String, Object>>();
        fields(matter.source, from).forEach(field -> mapping.add(Case.mapped(field, to.get(field.get("name")))));
        parameters = Map.of(
                "destinationWorkspaceId",
                matter.destination,
                "fieldsMapping",
                mapping,
                "nonDocumentOptions",
                Map.of(
                        "rdoArtifactTypeId", from,
                        "destinationRdoArtifactTypeId", destinationType,
                        "sourceViewId", view));
    }

    @Test
    @Tag("G6")
    @Rule("3.retry.links")
    void aRunThatStoppedInItsFirstPass_getsItsLinksByTheRetry() {
        JsonPath first = stoppedAtWrite(2, submitted());
        assertEquals("Cancelled", first.getString("status"));
        assertEquals(2, first.getInt("progress.transferred"));
        assertTrue(first.getBoolean("actions.retryErrors"));
        assertThat(first.getString("message"), containsString("without their links to others of their type: 2."));
        assertThat(Case.errors(first.getLong("jobId")).getList("items"), empty());

        JsonPath retry = ended(retryOf(first));

        assertEquals("Completed", retry.getString("status"), retry::prettyPrint);
        assertEquals(3, retry.getInt("progress.total"));
        assertEquals(3, retry.getInt("progress.transferred"));
        assertNull(retry.getString("message"));
        assertEquals(RING, bosses());
        assertFalse(again(first).getBoolean("actions.retryErrors"));
    }

    @Test
    @Tag("G6")
    @Rule("3.retry.links")
    void aRunThatStoppedBetweenItsPasses_canBeRetried_andTheRetrySetsTheLinksAlone() {
        JsonPath first = stoppedAtWrite(4, submitted());
        assertEquals("Cancelled", first.getString("status"));
        assertEquals(5, first.getInt("progress.transferred"));
        assertTrue(first.getBoolean("actions.retryErrors"));
        assertThat(first.getString("message"), containsString("without their links to others of their type: 5."));

        JsonPath retry = ended(retryOf(first));

        assertEquals("Completed", retry.getString("status"), retry::prettyPrint);
        assertEquals(0, retry.getInt("progress.total"));
        assertEquals(RING, bosses());
        assertFalse(again(first).getBoolean("actions.retryErrors"));
        assertThat(refused(first), containsString("there is nothing to retry"));
    }

    @Test
    @Rule("3.retry.links")
    void aRunThatFailedInItsSecondPass_saysBothAndIsRetried() {
        gateways.before("write", 5, () -> Uni.createFrom().failure(new IllegalStateException("on purpose")));

        JsonPath first = ended(submitted());

        assertEquals("Failed", first.getString("status"));
        assertThat(first.getString("message"), containsString("internal error"));
        assertThat(first.getString("message"), containsString("without their links to others of their type: 3."));
        assertEquals(
                first.getString("message"), Case.errors(first.getLong("jobId")).getString("items[0].message"));
        assertEquals("Completed", ended(retryOf(first)).getString("status"));
        assertEquals(RING, bosses());
    }

    @Test
    @Tag("G6")
    @Rule("3.retry.links")
    void aRetryThatStoppedToo_leavesTheRestOfAllLinksToTheNextOne() {
        JsonPath first = stoppedAtWrite(2, submitted());
        // Two writes of its own items, one of their links; then the fourth.
        JsonPath second = stoppedAtWrite(4, retryOf(first));
        assertEquals("Cancelled", second.getString("status"));
        assertThat(second.getString("message"), containsString("without their links to others of their type: 3."));
        assertTrue(second.getBoolean("actions.retryErrors"));
        assertTrue(again(first).getBoolean("actions.retryErrors"));

        JsonPath third = stoppedAtWrite(2, retryOf(second));
        assertEquals(0, third.getInt("progress.total"));
        assertEquals("Cancelled", third.getString("status"));
        assertThat(third.getString("message"), containsString("without their links to others of their type: 1."));
        JsonPath fourth = ended(retryOf(third));

        assertEquals("Completed", fourth.getString("status"), fourth::prettyPrint);
        assertEquals(RING, bosses());
        assertFalse(again(first).getBoolean("actions.retryErrors"));
        assertFalse(again(second).getBoolean("actions.retryErrors"));
    }

    @Test
    @Tag("G6")
    void aRetryThatIsDrainedAmongTheLinksOfTheRunBefore_goesOnWhereItWas() {
        JsonPath first = stoppedAtWrite(4, submitted());
        gateways.clear();
        long jobId = retryOf(first);
        var drained = claim(jobId);
        gateways.before("write", 2, () -> {
            drained.control().drain();
            return Uni.createFrom().voidItem();
        });
        assertEquals(RunResult.PAUSED, now(pipeline.run(drained)));
        now(claims.handBack(drained.key()));
        int before = gateways.written().size();

        JsonPath retry = ended(jobId);

        assertEquals("Completed", retry.getString("status"));
        assertEquals(3 - before, gateways.written().size() - before);
        assertEquals(RING, bosses());
    }

    @Test
    @Rule("6.late-cancel")
    void aStopThatComesWhenAllLinksAreSet_changesNothing() {
        long jobId = submitted();
        var run = claim(jobId);
        gateways.before("close", 1, () -> Uni.createFrom().failure(new DependencyDown("The test", null)));
        failureOf(pipeline.run(run));
        now(claims.handBack(run.key()));
        Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of()).statusCode(202);
        var stopped = claim(jobId);
        stopped.control().stop();

        now(pipeline.run(stopped));

        assertEquals("Completed", Case.get("/api/sync/v1/jobs/" + jobId).getString("status"));
        assertEquals(RING, bosses());
    }

    private JsonPath stoppedAtWrite(int number, long jobId) {
        gateways.clear();
        var run = claim(jobId);
        gateways.before(
                "write",
                number,
                () -> cancellation
                        .request(jobId, "somebody")
                        .invoke(() -> run.control().stop())
                        .chain(() -> Uni.createFrom().nothing()));
        assertEquals(RunResult.ENDED, now(pipeline.run(run)));
        gateways.clear();
        return Case.get("/api/sync/v1/jobs/" + jobId);
    }

    private JsonPath ended(long jobId) {
        assertEquals(RunResult.ENDED, now(pipeline.run(claim(jobId))));
        return Case.get("/api/sync/v1/jobs/" + jobId);
    }

    private static JsonPath again(JsonPath job) {
        return Case.get("/api/sync/v1/jobs/" + job.getLong("jobId"));
    }

    private Run claim(long jobId) {
        var agent = now(agents.register("agent-" + UUID.randomUUID(), 1, Duration.ofMinutes(5)));
        var job = now(claims.claim(agent, 0)).orElseThrow().job();
        assertEquals(jobId, job.jobId());
        return new Run(job, now(jobs.configuration(job)), new RunControl());
    }

    private long submitted() {
        return submission(Map.of()).statusCode(202).extract().jsonPath().getLong("jobId");
    }

    private long retryOf(JsonPath job) {
        return submission(retrying(job)).statusCode(202).extract().jsonPath().getLong("jobId");
    }

    private String refused(JsonPath job) {
        return submission(retrying(job)).statusCode(422).extract().asString();
    }

    private static Map<String, Object> retrying(JsonPath job) {
        return Map.of("retryOptions", Map.of("jobToRetry", job.getLong("jobId")));
    }

    private ValidatableResponse submission(Map<String, Object> more) {
        var body = new LinkedHashMap<>(parameters);
        body.put("correlationId", UUID.randomUUID().toString());
        body.putAll(more);
        return Case.post("/api/sync/v1/workspaces/" + matter.source + "/jobs/non-document", body);
    }

    private Map<String, String> bosses() {
        var bosses = new TreeMap<String, String>();
        List<Map<String, Object>> people = Case.get(
                        STORE + matter.destination + "/objects?objectTypeId=" + destinationType)
                .getList("items");
        people.forEach(person ->
                bosses.put((String) person.get("identifier"), (String) ((Map<?, ?>) person.get("fields")).get("Boss")));
        return bosses;
    }

    private static long personsIn(long workspaceId) {
        long type = Case.post(STORE + workspaceId + "/object-types", Map.of("name", "Person"))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("objectTypeId");
        Case.post(
                        STORE + workspaceId + "/fields",
                        Map.of(
                                "name",
                                "Boss",
                                "type",
                                "SingleObject",
                                "objectTypeId",
                                type,
                                "associatedObjectTypeId",
                                type))
                .statusCode(201);
        return type;
    }

    private static List<Map<String, Object>> fields(long workspaceId, long objectTypeId) {
        return Case.get(STORE + workspaceId + "/fields?objectTypeId=" + objectTypeId)
                .getList("items");
    }
}
