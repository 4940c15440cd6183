package com.relativity.sync.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.ApiOnly;
import com.relativity.sync.support.Submissions;
import com.relativity.sync.support.Waiting;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class EventStreamTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Inject
    Submissions submissions;

    @Inject
    ObjectMapper json;

    @Inject
    Transactions transactions;

    @TestHTTPResource
    URI root;

    private Submissions.Pair pair;

    @BeforeEach
    void twoWorkspaces() {
        pair = submissions.pair();
    }

    private record Event(String id, JsonNode data) {
        String to() {
            return data.at("/data/to").asText();
        }
    }

    private HttpResponse<Stream<String>> open(String path, String lastEventId) throws Exception {
        var request =
                HttpRequest.newBuilder(root.resolve("/api/sync/v1" + path)).timeout(Duration.ofSeconds(20));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith("text/event-stream"));
        return answer;
    }

    /** The next events of an open stream; as many as come before its end where that is earlier. */
    private List<Event> next(Iterator<String> lines, int count) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    var events = new ArrayList<Event>();
                    String id = null;
                    while (events.size() < count && lines.hasNext()) {
                        String line = lines.next();
                        if (line.startsWith("id:")) {
                            id = line.substring(3).strip();
                        } else if (line.startsWith("data:")) {
                            events.add(new Event(id, read(line.substring(5))));
                        }
                    }
                    return events;
                })
                .get(20, TimeUnit.SECONDS);
    }

    private JsonNode read(String data) {
        try {
            return json.readTree(data);
        } catch (com.fasterxml.jackson.core.JsonProcessingException defect) {
            throw new IllegalStateException(data, defect);
        }
    }

    private void cancel(long jobId) {
        given().post("/api/sync/v1/jobs/" + jobId + "/cancel").then().statusCode(202);
    }

    @Test
    void aJobsStream_startsWithItsNewestStatus_andEndsAfterTheTerminalEvent() throws Exception {
        long jobId = pair.submitted();

        try (var lines = open("/jobs/" + jobId + "/events", null).body()) {
            var iterator = lines.iterator();
            var first = next(iterator, 1).get(0);
            cancel(jobId);
            var rest = next(iterator, 10);

            assertEquals("Pending", first.to());
            assertEquals(List.of("Cancelled"), rest.stream().map(Event::to).toList());
        }
    }

    @Test
    void anEvent_isACloudEventWithTheStreamsId() throws Exception {
        long jobId = pair.submitted();

        try (var lines = open("/jobs/" + jobId + "/events", null).body()) {
            var event = next(lines.iterator(), 1).get(0);

            assertEquals(event.id(), event.data().get("id").asText());
            assertEquals("1.0", event.data().get("specversion").asText());
            assertEquals("sync.job.status-changed.v1", event.data().get("type").asText());
            assertEquals(
                    "/sync/workspaces/" + pair.source().workspaceId(),
                    event.data().get("source").asText());
            assertEquals(Long.toString(jobId), event.data().get("subject").asText());
            assertEquals(1, event.data().get("sequence").asLong());
            assertEquals(jobId, event.data().at("/data/jobId").asLong());
            assertEquals("New", event.data().at("/data/historyStatus").asText());
        }
    }

    @Test
    void aStreamOfAnEndedJob_showsItsEndAndCloses() throws Exception {
        long jobId = pair.submitted();
        cancel(jobId);

        try (var lines = open("/jobs/" + jobId + "/events", null).body()) {
            assertEquals(
                    List.of("Cancelled"),
                    next(lines.iterator(), 10).stream().map(Event::to).toList());
        }
    }

    @Test
    void aStreamResumed_goesOnAfterTheLastEvent() throws Exception {
        long jobId = pair.submitted();
        String seen;
        try (var lines = open("/jobs/" + jobId + "/events", null).body()) {
            seen = next(lines.iterator(), 1).get(0).id();
        }
        cancel(jobId);

        try (var lines = open("/jobs/" + jobId + "/events", seen).body()) {
            var rest = next(lines.iterator(), 10);
            assertEquals(List.of("Cancelled"), rest.stream().map(Event::to).toList());
            seen = rest.get(0).id();
        }
        try (var lines = open("/jobs/" + jobId + "/events", seen).body()) {
            assertEquals(List.of(), next(lines.iterator(), 10));
        }
    }

    @Test
    void aStreamResumedFromAnUnknownEvent_startsAnew() throws Exception {
        long jobId = pair.submitted();
        String ofAnotherJob;
        try (var lines = open("/jobs/" + pair.submitted() + "/events", null).body()) {
            ofAnotherJob = next(lines.iterator(), 1).get(0).id();
        }

        for (String unknown : List.of(UUID.randomUUID().toString(), "not an id", ofAnotherJob)) {
            try (var lines = open("/jobs/" + jobId + "/events", unknown).body()) {
                assertEquals("Pending", next(lines.iterator(), 1).get(0).to());
            }
        }
    }

    @Test
    void theStreamOfAWorkspace_showsItsActiveJobsAndThenWhatComes_eachOnce() throws Exception {
        long before = pair.submitted();
        submissions.pair().submitted();

        try (var lines =
                open("/events?workspaceId=" + pair.source().workspaceId(), null).body()) {
            var iterator = lines.iterator();
            var first = next(iterator, 1).get(0);
            submissions.pair().submitted();
            long after = pair.submitted();
            var second = next(iterator, 1).get(0);
            cancel(before);
            var third = next(iterator, 1).get(0);

            assertEquals(
                    List.of(before, after, before),
                    Stream.of(first, second, third)
                            .map(event -> event.data().at("/data/jobId").asLong())
                            .toList());
            assertEquals(
                    List.of("Pending", "Pending", "Cancelled"),
                    Stream.of(first, second, third).map(Event::to).toList());
        }
    }

    @Test
    void theStreamOfAllResumed_goesOnAfterTheLastEvent() throws Exception {
        String path = "/events?workspaceId=" + pair.source().workspaceId();
        long jobId = pair.submitted();
        String seen;
        try (var lines = open(path, null).body()) {
            seen = next(lines.iterator(), 1).get(0).id();
        }
        cancel(jobId);

        try (var lines = open(path, seen).body()) {
            assertEquals("Cancelled", next(lines.iterator(), 1).get(0).to());
        }
    }

    @Test
    void theStreamOfAWorkspaceWithoutJobs_isOpenAtOnce() throws Exception {
        long start = System.nanoTime();

        open("/events?workspaceId=" + pair.source().workspaceId(), null).body().close();

        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }

    @Test
    void aStreamOfABadWorkspace_isABadRequest() {
        given().get("/api/sync/v1/events?workspaceId=x").then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void afterAnEventThatIsNotKeptAnyMore_aJobsStreamStartsAnew() throws Exception {
        long jobId = pair.submitted();
        String first = newestOf(jobId);
        cancel(jobId);
        Waiting.now(transactions.query("delete from job_event where event_id = $1", Tuple.of(UUID.fromString(first))));

        try (var lines = open("/jobs/" + jobId + "/events", first).body()) {
            var events = next(lines.iterator(), 10);

            assertEquals(List.of("Cancelled"), events.stream().map(Event::to).toList());
        }
    }

    @Test
    void afterAnEventWhoseSuccessorsMayBeGone_theStreamOfAllJobsStartsAnew() throws Exception {
        String kept = newestOf(pair.submitted());
        cancel(pair.submitted());
        Waiting.now(transactions.query(
                "update job_event set at = now() - interval '8 days' where event_id = $1",
                Tuple.of(UUID.fromString(kept))));

        long workspace = pair.source().workspaceId();
        try (var lines = open("/events?workspaceId=" + workspace, kept).body()) {
            assertEquals(kept, next(lines.iterator(), 1).get(0).id());
        }
    }

    private String newestOf(long jobId) throws Exception {
        try (var lines = open("/jobs/" + jobId + "/events", null).body()) {
            return next(lines.iterator(), 1).get(0).id();
        }
    }
}
