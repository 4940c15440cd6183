package com.relativity.sync.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.ApiOnly;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.Submissions;

import static com.relativity.sync.support.Waiting.now;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The errors of a run as clients and people read them. */
@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class RunErrorsTest {

    private static final String HEADER = "errorId,type,identifier,message,at,status";

    @TestHTTPResource("/api/sync/v1/job-history/")
    URI histories;

    @Inject
    Submissions submissions;

    @Inject
    Transactions transactions;

    private long jobId;

    @BeforeEach
    void aJob() {
        jobId = submissions.pair().submitted();
    }

    @Test
    @Rule("6.error")
    void anError_saysTypeIdentifierMessageTimeAndStatus() {
        add("item", "A-1", "It is too long.");
        add("job", null, "The share is away.");

        given().get(path() + "?type=item")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("items", org.hamcrest.Matchers.hasSize(1))
                .body("items[0].type", is("item"))
                .body("items[0].identifier", is("A-1"))
                .body("items[0].message", is("It is too long."))
                .body("items[0].status", is("New"))
                .body("items[0].at", startsWith("20"))
                .body("items[0].errorId", org.hamcrest.Matchers.greaterThan(0))
                .body("nextCursor", nullValue());
        given().get(path() + "?type=job")
                .then()
                .body("items.message", contains("The share is away."))
                .body("items[0].identifier", nullValue());
        given().get(path()).then().body("items.type", contains("item", "job"));
        given().get(path() + "?status=Retried").then().body("items", empty());
    }

    @Test
    void errors_comeInPagesWithoutGapOrOverlap() {
        IntStream.range(0, 7).forEach(i -> add("item", "A-" + i, "Bad."));

        var seen = new java.util.ArrayList<String>();
        String cursor = "";
        do {
            var page = given().queryParam("limit", 3)
                    .queryParam("cursor", cursor)
                    .get(path())
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.identifier", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertEquals(List.of("A-0", "A-1", "A-2", "A-3", "A-4", "A-5", "A-6"), seen);
    }

    @Test
    void unknownTypesAndStatuses_areRefused_inEveryForm() {
        for (String accept : List.of("application/json", "text/csv")) {
            given().accept(accept)
                    .get(path() + "?type=items&status=Old")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("violations.field", contains("type", "status"));
        }
    }

    @Test
    void csv_hasAHeaderAndEveryError_quotedAsRfc4180Says() {
        add("item", "A,1", "Say \"no\",\r\nplease. Ünïcode 𝒳");
        add("job", null, "The share is away.");

        Response answer = csv("");

        answer.then()
                .statusCode(200)
                .header("Content-Disposition", is("attachment; filename=\"job-" + jobId + "-errors.csv\""))
                .contentType(startsWith("text/csv"));
        assertTrue(answer.contentType().toLowerCase().contains("charset=utf-8"), answer.contentType());
        String text = answer.asString();
        assertTrue(text.startsWith(HEADER + "\r\n"), text);
        assertTrue(text.endsWith("\r\n"), text);
        assertTrue(text.contains(",item,\"A,1\",\"Say \"\"no\"\",\r\nplease. Ünïcode 𝒳\","), text);
        var rows = rows(text);
        assertEquals(3, rows.size());
        assertEquals(
                List.of("item", "A,1", "Say \"no\",\r\nplease. Ünïcode 𝒳"),
                rows.get(1).subList(1, 4));
        assertEquals(List.of("job", "", "The share is away."), rows.get(2).subList(1, 4));
        assertEquals("New", rows.get(2).get(5));
    }

    @Test
    void csvOfARunWithoutErrors_isTheHeader() {
        assertEquals(HEADER + "\r\n", csv("").asString());
    }

    @Test
    void csvCells_areNoFormulas() {
        for (String begin : List.of("=", "+", "-", "@", "\t", "\r")) {
            add("item", begin + "1+1", begin + "cmd|' /C calc'!A0");
        }
        add("item", "A=1", "'quoted");

        var rows = rows(csv("").asString());

        for (int i = 1; i <= 6; i++) {
            assertTrue(rows.get(i).get(2).startsWith("'"), rows.get(i)::toString);
            assertTrue(rows.get(i).get(3).startsWith("'"), rows.get(i)::toString);
        }
        assertEquals(List.of("A=1", "'quoted"), rows.get(7).subList(2, 4));
    }

    @Test
    void csvOfMoreErrorsThanAPage_hasThemAllOnce() {
        now(transactions.query(
                "insert into job_history_error (job_history_id, type, identifier, message)"
                        + " select $1, 'item', 'A-' || n, 'It is too long.' from generate_series(1, 2500) n",
                Tuple.of(jobId)));
        add("job", null, "The share is away.");

        var rows = rows(csv("?type=item&limit=5").asString());

        assertEquals(2501, rows.size());
        assertEquals(
                IntStream.rangeClosed(1, 2500).mapToObj(n -> "A-" + n).toList(),
                rows.subList(1, rows.size()).stream().map(row -> row.get(2)).toList());
        assertEquals(
                2500, rows.stream().skip(1).map(row -> row.get(0)).distinct().count());
    }

    @Test
    void csvOfARunThatIsNotThere_isAProblem() {
        given().accept("text/csv")
                .get("/api/sync/v1/job-history/999999999/errors")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void whatCallersAccept_decidesTheForm_andJsonComesFirst() {
        add("item", "A-1", "Bad.");
        for (String accept : List.of("*/*", "application/json", "text/html, */*;q=0.8", "application/*")) {
            given().accept(accept).get(path()).then().statusCode(200).contentType("application/json");
        }
        for (String accept : List.of("text/csv", "text/*", "text/csv, application/json;q=0.5")) {
            given().accept(accept).get(path()).then().statusCode(200).contentType(startsWith("text/csv"));
        }
        given().accept("application/pdf")
                .get(path())
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("detail", containsString("Accept"));
    }

    @Test
    void csvThatFailsInTheMiddle_breaksTheConnection() {
        now(transactions.query(
                "insert into job_history_error (job_history_id, type, identifier, message)"
                        + " select $1, 'item', 'A-' || n, 'It is too long.' from generate_series(1, 1500) n",
                Tuple.of(jobId)));
        sql("alter table job_history_error drop constraint job_history_error_type_check");
        try {
            add("unreadable", "A-1501", "Bad.");
            var request = HttpRequest.newBuilder(histories.resolve(jobId + "/errors"))
                    .header("Accept", "text/csv")
                    .timeout(Duration.ofSeconds(20))
                    .build();

            assertThrows(IOException.class, () -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()));
        } finally {
            sql("delete from job_history_error where type = 'unreadable'");
            sql(
                    "alter table job_history_error add constraint job_history_error_type_check check (type in ('item', 'job'))");
        }
    }

    private String path() {
        return "/api/sync/v1/job-history/" + jobId + "/errors";
    }

    private Response csv(String query) {
        return given().accept("text/csv").get(path() + query);
    }

    private static List<List<String>> rows(String csv) {
        try (MappingIterator<String[]> rows = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .readValues(csv)) {
            return rows.readAll().stream().map(List::of).toList();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private void add(String type, String identifier, String message) {
        now(transactions.query(
                "insert into job_history_error (job_history_id, type, identifier, message) values ($1, $2, $3, $4)",
                Tuple.of(jobId, type, identifier, message)));
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.from(Collections.emptyList())));
    }
}
