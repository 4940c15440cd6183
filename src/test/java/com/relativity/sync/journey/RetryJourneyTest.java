package com.relativity.sync.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;
import com.relativity.sync.support.Rule;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The button Retry Errors, as RIP uses it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class RetryJourneyTest {

    private static final byte[] MESSAGE = "From: a\r\n\r\nhello of the retry".getBytes(StandardCharsets.UTF_8);

    @ConfigProperty(name = "sync.workspaces.files")
    Path files;

    @Test
    @Rule("3.retry.overwrite-mode")
    @Rule("1.steps.retry")
    void aRetryKeepsTheModeItWasSubmittedWith_andAnotherOneMayOverlay() {
        var matter = filled(3);
        var one = matter.savedSearch(Map.of("field", "Control Number", "op", "is", "value", "D-2"));
        matter.run(matter.parameters(Map.of("documentOptions", options(matter, one))));
        reimported(matter, "changed");
        var parameters = matter.parameters(Map.of());
        JsonPath first = matter.run(parameters);
        assertEquals("CompletedWithErrors", first.getString("status"));
        assertTrue(first.getBoolean("actions.retryErrors"));
        long firstId = first.getLong("jobHistoryId");

        JsonPath again = matter.run(retry(parameters, firstId, Map.of()));

        assertEquals("CompletedWithErrors", again.getString("status"));
        assertEquals(firstId, again.getLong("retryOf"));
        assertEquals(1, again.getInt("progress.total"));
        assertEquals(0, again.getInt("progress.transferred"));
        assertEquals("Note 2", matter.document("D-2").getString("fields.Note"));
        assertThat(Case.errors(firstId).getList("items.status"), contains("Expired"));

        JsonPath overlaid = matter.run(
                retry(parameters, firstId, Map.of("overwriteOptions", Map.of("overwriteMode", "AppendOverlay"))));

        assertEquals("Completed", overlaid.getString("status"));
        assertEquals(1, overlaid.getInt("progress.total"));
        assertEquals("changed", matter.document("D-2").getString("fields.Note"));
        assertThat(Case.errors(firstId).getList("items.status"), contains("Retried"));
        assertThat(Case.errors(again.getLong("jobHistoryId")).getList("items.status"), contains("Retried"));
        assertFalse(Case.get("/api/sync/v1/jobs/" + firstId).getBoolean("actions.retryErrors"));
        JsonPath record = Case.get("/api/sync/v1/job-history/" + overlaid.getLong("jobHistoryId"));
        assertEquals(firstId, record.getLong("retryOf"));
        assertEquals("AppendOverlay", record.getString("overwriteMode"));
    }

    @Test
    @Rule("3.retry.failed")
    @Rule("3.retry.not-transferred-only")
    void aNativeThatIsBackInItsPlace_goesThroughInTheRetry_andNothingElseIsTouched() throws IOException {
        var matter = Case.create();
        matter.importIntoSource(
                Case.importFiles(
                        "load.dat",
                        DatFile.withColumns("Control Number", "Note", "FILE_PATH")
                                .row("N-1", "one", "a.msg")
                                .row("N-2", "two", "")
                                .bytes(),
                        Map.of("a.msg", MESSAGE)),
                Map.of());
        var parameters = matter.parameters(Map.of());
        Path stored = nativeInShare();
        Path aside = stored.resolveSibling(stored.getFileName() + ".aside-" + UUID.randomUUID());
        Files.move(stored, aside);
        JsonPath first;
        try {
            first = matter.run(parameters);
        } finally {
            Files.move(aside, stored);
        }
        assertEquals("CompletedWithErrors", first.getString("status"));

        JsonPath retry = matter.run(retry(parameters, first.getLong("jobHistoryId"), Map.of()));

        assertEquals("Completed", retry.getString("status"), retry::prettyPrint);
        assertEquals(1, retry.getInt("progress.total"));
        assertArrayEquals(MESSAGE, matter.nativeOf("N-1"));
        assertEquals(2, matter.documents().getInt("total"));
    }

    @Test
    void theSameRetryAgain_answersWithTheFirstJob_andOneOfAWholeRunIsRefused() {
        var matter = filled(2);
        var one = matter.savedSearch(Map.of("field", "Control Number", "op", "is", "value", "D-2"));
        JsonPath whole = matter.run(matter.parameters(Map.of("documentOptions", options(matter, one))));
        var parameters = matter.parameters(Map.of());
        JsonPath first = matter.run(parameters);
        var retry = retry(parameters, first.getLong("jobHistoryId"), Map.of());
        long jobId = matter.submit(retry).statusCode(202).extract().jsonPath().getLong("jobId");

        matter.submit(retry).statusCode(200).header("Location", endsWith("/jobs/" + jobId));
        Case.ended(jobId);
        matter.submit(retry).statusCode(200).header("Location", endsWith("/jobs/" + jobId));
        var problem = matter.submit(retry(parameters, whole.getLong("jobHistoryId"), Map.of()))
                .statusCode(422)
                .contentType("application/problem+json")
                .extract()
                .jsonPath();
        assertThat(problem.getList("violations.field"), contains("retryOptions.jobToRetry"));
        assertThat(problem.getString("violations[0].message"), containsString("was transferred"));
        assertThat(
                Case.get("/api/sync/v1/jobs?workspaceId=" + matter.source + "&active=true")
                        .getList("items"),
                empty());
    }

    @Test
    void aRunThatIsNoRetry_saysSo() {
        var matter = filled(1);

        JsonPath job = matter.run(matter.parameters(Map.of("retryOptions", Map.of())));

        assertNull(job.get("retryOf"));
        assertEquals("Completed", job.getString("status"));
    }

    private Path nativeInShare() throws IOException {
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> sameContent(file, MESSAGE))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean sameContent(Path file, byte[] content) {
        try {
            return Files.size(file) == content.length && java.util.Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException gone) {
            return false;
        }
    }

    private static Map<String, Object> retry(
            Map<String, Object> parameters, long jobHistoryId, Map<String, Object> other) {
        var retry = new LinkedHashMap<>(parameters);
        retry.put("correlationId", UUID.randomUUID().toString());
        retry.put("retryOptions", Map.of("jobToRetry", jobHistoryId));
        retry.putAll(other);
        return retry;
    }

    private static Map<String, Object> options(Case matter, long savedSearchId) {
        return Map.of(
                "savedSearchId",
                savedSearchId,
                "destinationFolderId",
                Case.get("/api/workspaces/v1/" + matter.destination).getLong("rootFolderId"));
    }

    private static Case filled(int documents) {
        var matter = Case.create();
        var rows = DatFile.withColumns("Control Number", "Note");
        for (int i = 1; i <= documents; i++) {
            rows.row("D-" + i, "Note " + i);
        }
        var imported = matter.importIntoSource(Case.importFiles("load.dat", rows.bytes(), Map.of()), Map.of());
        assertEquals(documents, imported.getInt("imported"));
        assertThat(imported.getList("errors"), empty());
        return matter;
    }

    private static void reimported(Case matter, String note) {
        matter.importIntoSource(
                Case.importFiles(
                        "again.dat",
                        DatFile.withColumns("Control Number", "Note")
                                .row("D-2", note)
                                .bytes(),
                        Map.of()),
                Map.of());
    }
}
