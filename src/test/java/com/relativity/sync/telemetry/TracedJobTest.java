package com.relativity.sync.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.embedded.TopicReader;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;

import static com.relativity.sync.support.Waiting.now;
import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(TracedJobTest.Traced.class)
class TracedJobTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int DOCUMENTS = 240;

    @Inject
    CollectedSpans spans;

    @Inject
    JobClaims claims;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    public static final class Traced implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.otel.sdk.disabled", "false",
                    "quarkus.otel.exporter.otlp.endpoint", "",
                    "quarkus.otel.bsp.schedule.delay", "0.1S",
                    "sync.engine.batch-size", "2");
        }
    }

    @Test
    void theClientsTraceGoesThroughCallTopicsAndRun_toEachBatch() {
        var matter = filled(3);
        String traceId = newTraceId();

        long jobId = submit(matter, traceId);
        Case.ended(jobId);

        var run = Awaitility.await()
                .atMost(LIMIT)
                .until(() -> named(traceId, "run of document job"), all -> all.size() == 1);
        SpanData call = spans.of(traceId).stream()
                .filter(span -> span.getName().startsWith("POST "))
                .findFirst()
                .orElseThrow();
        assertEquals("b7ad6b7169203331", call.getParentSpanId());
        assertEquals(call.getSpanId(), run.get(0).getParentSpanId());
        assertEquals(jobId, run.get(0).getAttributes().get(AttributeKey.longKey("sync.job.id")));
        assertEquals(1, run.get(0).getAttributes().get(AttributeKey.longKey("sync.attempt")));
        List<SpanData> steps = spans.of(traceId).stream()
                .filter(span -> span.getParentSpanId().equals(run.get(0).getSpanId()))
                .toList();
        assertThat(
                steps.stream().map(SpanData::getName).toList(),
                hasItems("step validation", "step snapshot", "step synchronization", "step status-consolidation"));
        SpanData synchronization = steps.stream()
                .filter(step -> step.getName().equals("step synchronization"))
                .findFirst()
                .orElseThrow();
        List<SpanData> batches = named(traceId, "batch");
        assertThat(
                batches.stream().map(SpanData::getParentSpanId).toList(),
                everyItem(equalTo(synchronization.getSpanId())));
        assertEquals(
                List.of(2L, 1L),
                batches.stream()
                        .map(batch -> batch.getAttributes().get(AttributeKey.longKey("sync.batch.items")))
                        .toList());
        assertTopicsCarry(traceId, jobId, call);
        assertThat(
                "a record that was heard is a span of the trace",
                spans.of(traceId).stream().map(SpanData::getName).toList(),
                hasItems("publish sync.job-submitted", "publish sync.job-status", "sync.job-submitted receive"));
    }

    @Test
    void aSecondAttemptIsInTheSameTrace_andLinkedToTheFirst() {
        var matter = filled(DOCUMENTS);
        String traceId = newTraceId();
        long jobId = submit(matter, traceId);
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Case.get("/api/sync/v1/jobs/" + jobId).getInt("progress.transferred") > 0);

        now(claims.handBack(new RunKey(jobId, 1)));
        var job = Case.ended(jobId);

        assertEquals(2, job.getInt("attempt"));
        var runs = Awaitility.await()
                .atMost(LIMIT)
                .until(() -> named(traceId, "run of document job"), all -> all.size() == 2);
        SpanData first = ofAttempt(runs, 1);
        SpanData second = ofAttempt(runs, 2);
        assertEquals(first.getParentSpanId(), second.getParentSpanId());
        assertEquals(
                List.of(first.getSpanId()),
                second.getLinks().stream()
                        .map(link -> link.getSpanContext().getSpanId())
                        .toList());
    }

    @Test
    void aCallWithoutTraceBeginsOne_andItsTraceStaysItsOwn() {
        var matter = filled(1);
        long jobId = given().contentType(ContentType.JSON)
                .body(matter.parameters(Map.of()))
                .post("/api/sync/v1/workspaces/" + matter.source + "/jobs/document")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");

        Case.ended(jobId);

        var traceIds = records(jobId, "sync.job-status").stream()
                .map(record -> record.headers().get("traceparent").split("-")[1])
                .distinct()
                .toList();
        assertEquals(1, traceIds.size());
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> named(traceIds.get(0), "run of document job").size() == 1);
    }

    private void assertTopicsCarry(String traceId, long jobId, SpanData call) {
        for (String topic : List.of("sync.job-submitted", "sync.job-status")) {
            var published = named(traceId, "publish " + topic);
            var records = records(jobId, topic);
            assertThat(records.size(), greaterThan(0));
            for (var record : records) {
                String traceparent = record.headers().get("traceparent");
                assertThat(traceparent, startsWith("00-" + traceId + "-"));
                SpanData span = published.stream()
                        .filter(one -> one.getSpanId().equals(traceparent.split("-")[2]))
                        .findFirst()
                        .orElseThrow();
                assertEquals(call.getSpanId(), span.getParentSpanId());
            }
        }
    }

    private List<TopicReader.Record> records(long jobId, String topic) {
        try (var reader = new TopicReader(bootstrapServers, topic)) {
            return reader.of(
                    jobId,
                    read -> topic.endsWith("submitted")
                            ? !read.isEmpty()
                            : read.stream().anyMatch(record -> record.value().contains("\"to\":\"Completed")),
                    LIMIT);
        }
    }

    private List<SpanData> named(String traceId, String name) {
        return spans.of(traceId).stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static SpanData ofAttempt(List<SpanData> runs, long attempt) {
        return runs.stream()
                .filter(run -> run.getAttributes().get(AttributeKey.longKey("sync.attempt")) == attempt)
                .findFirst()
                .orElseThrow();
    }

    private static String newTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static long submit(Case matter, String traceId) {
        return given().contentType(ContentType.JSON)
                .header("traceparent", "00-" + traceId + "-b7ad6b7169203331-01")
                .body(matter.parameters(Map.of()))
                .post("/api/sync/v1/workspaces/" + matter.source + "/jobs/document")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");
    }

    private static Case filled(int documents) {
        var matter = Case.create();
        var file = DatFile.withColumns("Control Number");
        for (int i = 0; i < documents; i++) {
            file.row("T-" + i);
        }
        matter.importIntoSource(Case.importFiles("load.dat", file.bytes(), Map.of()), Map.of());
        return matter;
    }
}
