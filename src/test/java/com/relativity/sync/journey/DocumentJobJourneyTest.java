package com.relativity.sync.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.embedded.TopicReader;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;
import com.relativity.sync.support.Rule;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A document job from the load file to the status topic, called as RIP calls it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class DocumentJobJourneyTest {

    private static final byte[] MESSAGE = "From: a\r\n\r\nhello\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "sync.workspaces.files")
    Path files;

    @Test
    @Rule("4.sanitise.long-text")
    @Rule("4.sanitise.multiple-choice.parents")
    @Rule("4.folder.retain")
    @Rule("4.natives.copy")
    @Rule("6.end.completed")
    void copiesValuesOfEveryKind_texts_nativesAndFolders() {
        var matter = Case.create();
        String longText = "Ünïcode 𝒳 ".repeat(20_000);
        String loadFile = Case.importFiles(
                "load.dat",
                DatFile.withColumns(
                                "Control Number",
                                "Sent",
                                "Pages",
                                "Price",
                                "Privileged",
                                "Issue",
                                "Tags",
                                "Note",
                                "Folder Path",
                                "Extracted Text",
                                "FILE_PATH")
                        .row(
                                "A-1",
                                "5/21/2001 3:48 PM",
                                "12",
                                "19.90",
                                "Yes",
                                "Fraud\\Invoices",
                                "Red;Blue",
                                "two\u00aelines",
                                "Ines\\Inbox",
                                "text\\a1.txt",
                                ".\\natives\\a1.msg")
                        .row("A-2", "", "", "", "", "", "", "", "", "", "")
                        .bytes(),
                Map.of("text/a1.txt", longText.getBytes(StandardCharsets.UTF_8), "natives/a1.msg", MESSAGE));
        var imported = matter.importIntoSource(
                loadFile,
                Map.of(
                        "fieldTypes",
                        Map.of(
                                "Sent", "Date",
                                "Pages", "WholeNumber",
                                "Price", "Currency",
                                "Privileged", "YesNo",
                                "Issue", "SingleChoice",
                                "Tags", "MultipleChoice")));
        assertEquals(2, imported.getInt("imported"), imported.prettyPrint());

        JsonPath job = matter.run(
                matter.parameters(Map.of("folderStructure", Map.of("behavior", "RetainSourceWorkspaceStructure"))));

        assertEquals("Completed", job.getString("status"));
        assertEquals("Completed", job.getString("historyStatus"));
        assertEquals(2, job.getInt("progress.total"));
        assertEquals(2, job.getInt("progress.transferred"));
        assertEquals(100, job.getDouble("progress.percent"));
        JsonPath full = matter.document("A-1");
        assertEquals("2001-05-21T15:48:00Z", full.getString("fields.Sent").replace(".000", ""));
        assertEquals(12, full.getInt("fields.Pages"));
        assertEquals(19.90, full.getDouble("fields.Price"));
        assertTrue(full.getBoolean("fields.Privileged"));
        assertEquals("Fraud\\Invoices", full.getString("fields.Issue"));
        assertThat(full.getList("fields.Tags"), containsInAnyOrder("Red", "Blue"));
        assertEquals("two\nlines", full.getString("fields.Note"));
        assertEquals(longText, full.getString("fields.'Extracted Text'"));
        assertEquals("Ines\\Inbox", full.getString("folderPath"));
        assertEquals("a1.msg", full.getString("native.fileName"));
        assertArrayEquals(MESSAGE, matter.nativeOf("A-1"));
        JsonPath bare = matter.document("A-2");
        assertEquals("", bare.getString("folderPath"));
        assertNull(bare.get("native"));
        assertNull(bare.get("fields.Sent"));
    }

    @Test
    @Rule("1.history-status")
    void tellsEveryMoveOnTheStatusTopic_inOrder() {
        var matter = filled(3);

        JsonPath job = matter.run(matter.parameters(Map.of()));

        try (var topic = new TopicReader(bootstrapServers, "sync.job-status")) {
            var events = topic.of(job.getLong("jobId"), read -> toldEnd(read), Duration.ofSeconds(20));
            var sequences = events.stream().map(TopicReader.Record::sequence).toList();
            var expected = new ArrayList<Long>();
            for (long number = 1; number <= events.size(); number++) {
                expected.add(number);
            }
            assertEquals(expected, sequences);
            assertEquals(
                    1,
                    events.stream()
                            .map(TopicReader.Record::partition)
                            .distinct()
                            .count());
            assertThat(
                    events.stream()
                            .filter(event -> event.type().equals("sync.job.status-changed.v1"))
                            .map(event -> JsonPath.from(event.value()))
                            .map(data -> data.getString("from") + ">" + data.getString("to") + "/"
                                    + data.getString("historyStatus"))
                            .toList(),
                    contains(
                            "null>Pending/New",
                            "Pending>Processing/Validating",
                            "Processing>Processing/Processing",
                            "Processing>Completed/Completed"));
        }
    }

    @Test
    @Rule("3.items.document")
    void aSavedSearchDecidesWhatIsCopied() {
        var matter = filled(10);
        long search = matter.savedSearch(Map.of(
                "or",
                List.of(
                        Map.of("field", "Note", "op", "is", "value", "Note 3"),
                        Map.of("field", "Note", "op", "is", "value", "Note 7"))));
        long root = Case.get("/api/workspaces/v1/" + matter.destination).getLong("rootFolderId");

        matter.run(matter.parameters(
                Map.of("documentOptions", Map.of("savedSearchId", search, "destinationFolderId", root))));

        assertThat(matter.documents().getList("items.identifier"), containsInAnyOrder("D-3", "D-7"));
    }

    @Test
    @Rule("4.overwrite.append-only.exists")
    @Rule("4.overwrite.append-only.exists-not")
    @Rule("6.end.with-errors")
    @Rule("6.button.retry-errors")
    void appendOnlyReportsWhatExists_andCopiesTheRest() {
        var matter = filled(3);
        long root = Case.get("/api/workspaces/v1/" + matter.destination).getLong("rootFolderId");
        long one = matter.savedSearch(Map.of("field", "Control Number", "op", "is", "value", "D-2"));
        matter.run(matter.parameters(
                Map.of("documentOptions", Map.of("savedSearchId", one, "destinationFolderId", root))));

        JsonPath job = matter.run(matter.parameters(Map.of()));

        assertEquals("CompletedWithErrors", job.getString("status"));
        assertEquals(2, job.getInt("progress.transferred"));
        assertEquals(1, job.getInt("progress.failed"));
        assertEquals(100, job.getDouble("progress.percent"));
        JsonPath errors = Case.errors(job.getLong("jobHistoryId"));
        assertThat(errors.getList("items.identifier"), contains("D-2"));
        assertThat(errors.getList("items.type"), contains("item"));
        assertThat(errors.getString("items[0].message"), containsString("already exists"));
        assertTrue(job.getBoolean("actions.retryErrors"));
    }

    @Test
    @Rule("4.overwrite.overlay-only.exists")
    @Rule("4.overwrite.overlay-only.exists-not")
    @Rule("4.update.mapped-only")
    void overlayOnlyUpdatesWhatExists_mappedFieldsOnly() {
        var matter = filled(2);
        matter.run(matter.parameters(Map.of()));
        long root = Case.get("/api/workspaces/v1/" + matter.destination).getLong("rootFolderId");
        matter.importIntoSource(
                Case.importFiles(
                        "again.dat",
                        DatFile.withColumns("Control Number", "Note", "Other")
                                .row("D-1", "changed", "changed")
                                .row("D-9", "new", "new")
                                .bytes(),
                        Map.of()),
                Map.of());
        var noteOnly = matter.mapAllFields().stream()
                .filter(mapping -> !mapping.toString().contains("displayName=Other"))
                .toList();

        JsonPath job = matter.run(matter.parameters(Map.of(
                "fieldsMapping",
                noteOnly,
                "overwriteOptions",
                Map.of("overwriteMode", "OverlayOnly"),
                "documentOptions",
                Map.of("savedSearchId", matter.savedSearch(null), "destinationFolderId", root))));

        assertEquals("CompletedWithErrors", job.getString("status"));
        assertThat(Case.errors(job.getLong("jobHistoryId")).getList("items.identifier"), contains("D-9"));
        assertEquals("changed", matter.document("D-1").getString("fields.Note"));
        assertEquals("Other 1", matter.document("D-1").getString("fields.Other"));
        assertEquals(2, matter.documents().getInt("total"));
    }

    @Test
    @Rule("4.sanitise.fixed-length")
    @Rule("4.sanitise.item-error")
    @Rule("2.fields.types.long-to-fixed")
    void aTextThatDoesNotFitIsAnItemError_andTheOthersGoOn() {
        var matter = Case.create();
        matter.importIntoSource(
                Case.importFiles(
                        "load.dat",
                        DatFile.withColumns("Control Number", "Title")
                                .row("T-1", "x".repeat(20))
                                .row("T-2", "x".repeat(21))
                                .bytes(),
                        Map.of()),
                Map.of());
        var title = Case.fields(matter.source).stream()
                .filter(field -> field.get("name").equals("Title"))
                .findFirst()
                .orElseThrow();
        var shorter = Case.post(
                        "/api/workspaces/v1/" + matter.destination + "/fields",
                        Map.of("name", "Short Title", "type", "FixedLengthText", "length", 20))
                .statusCode(201)
                .extract()
                .jsonPath()
                .<String, Object>getMap("$");
        var identifier = Case.mapped(
                Case.fields(matter.source).get(0),
                Case.fields(matter.destination).get(0));

        JsonPath job = matter.run(
                matter.parameters(Map.of("fieldsMapping", List.of(identifier, Case.mapped(title, shorter)))));

        assertEquals(1, job.getInt("progress.failed"));
        var errors = Case.errors(job.getLong("jobHistoryId"));
        assertThat(errors.getList("items.identifier"), contains("T-2"));
        assertThat(errors.getString("items[0].message"), containsString("Short Title"));
        assertEquals("x".repeat(20), matter.document("T-1").getString("fields.'Short Title'"));
    }

    @Test
    @Rule("4.natives.missing")
    void aNativeThatIsGoneFromTheShareIsAnItemError_andTheOthersGoOn() throws IOException {
        var matter = Case.create();
        matter.importIntoSource(
                Case.importFiles(
                        "load.dat",
                        DatFile.withColumns("Control Number", "FILE_PATH")
                                .row("N-1", "one.txt")
                                .row("N-2", "two.txt")
                                .bytes(),
                        Map.of("one.txt", "one".getBytes(), "two.txt", "two is gone".getBytes())),
                Map.of());
        deleteFromShare(matter.source, "two is gone");

        JsonPath job = matter.run(matter.parameters(Map.of()));

        assertEquals("CompletedWithErrors", job.getString("status"));
        var errors = Case.errors(job.getLong("jobHistoryId"));
        assertThat(errors.getList("items.identifier"), contains("N-2"));
        assertThat(errors.getString("items[0].message"), containsString("two.txt"));
        assertArrayEquals("one".getBytes(), matter.nativeOf("N-1"));
    }

    @Test
    void aNativeIsAnsweredWhole_orTheRangeThatIsAskedFor() {
        var matter = Case.create();
        matter.importIntoSource(
                Case.importFiles(
                        "load.dat",
                        DatFile.withColumns("Control Number", "FILE_PATH")
                                .row("R-1", "r.txt")
                                .bytes(),
                        Map.of("r.txt", "123456789".getBytes())),
                Map.of());
        String path = "/api/workspaces/v1/" + matter.source + "/documents/R-1/native";

        given().get(path).then().statusCode(200).header("Content-Length", "9");
        var range = given().header("Range", "bytes=2-4").get(path).then().extract();

        boolean whole = range.statusCode() == 200;
        assertEquals(whole ? "123456789" : "345", range.asString());
        assertTrue(whole || range.statusCode() == 206, "answered " + range.statusCode());
    }

    @Test
    @Rule("6.nothing-to-do")
    @Rule("6.button.run")
    void nothingToDoIsCompletedAtHundredPercent() {
        var matter = Case.create();

        JsonPath job = matter.run(matter.parameters(Map.of()));

        assertEquals("Completed", job.getString("status"));
        assertEquals(0, job.getInt("progress.total"));
        assertEquals(100, job.getDouble("progress.percent"));
        assertTrue(job.getBoolean("actions.run"));
    }

    @Test
    @Rule("6.history")
    void theJobHistoryTellsWhatTheRunDid() {
        var matter = filled(4);

        JsonPath job = matter.run(matter.parameters(Map.of("jobName", "Weekly push")));

        JsonPath history = Case.get("/api/sync/v1/job-history/" + job.getLong("jobHistoryId"));
        assertEquals("Weekly push", history.getString("name"));
        assertEquals("Completed", history.getString("status"));
        assertEquals(4, history.getInt("total"));
        assertEquals(4, history.getInt("read"));
        assertEquals(4, history.getInt("transferred"));
        assertEquals("AppendOnly", history.getString("overwriteMode"));
        assertThat(
                Case.get("/api/sync/v1/workspaces/" + matter.source + "/job-history")
                        .getList("items.jobHistoryId"),
                contains(job.getInt("jobHistoryId")));
        assertThat(Case.errors(job.getLong("jobHistoryId")).getList("items"), empty());
    }

    @Test
    @Tag("G8")
    @Rule("6.end.cancelled")
    void aJobThatIsCancelledWhileItRunsKeepsWhatItHasCopied_andCountsIt() {
        var matter = filled(3000);
        var parameters = matter.parameters(Map.of());
        long jobId =
                matter.submit(parameters).statusCode(202).extract().jsonPath().getLong("jobId");

        int answer = Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of())
                .extract()
                .statusCode();
        JsonPath job = Case.ended(jobId);

        assertTrue(answer == 202 || answer == 409, "cancel answered " + answer);
        assertEquals(job.getInt("progress.transferred"), matter.documents().getInt("total"));
        if (job.getString("status").equals("Cancelled")) {
            assertEquals("Stopped", job.getString("historyStatus"));
        } else {
            assertEquals("Completed", job.getString("status"));
        }
    }

    @Test
    @Tag("G8")
    void aJobThatHangsInAFileIsCancelledAtOnce() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "there are no named pipes here");
        var matter = Case.create();
        matter.importIntoSource(
                Case.importFiles(
                        "load.dat",
                        DatFile.withColumns("Control Number", "FILE_PATH")
                                .row("H-1", "hangs.txt")
                                .bytes(),
                        Map.of("hangs.txt", "never comes to an end".getBytes())),
                Map.of());
        Path pipe = inShare(matter.source, "never comes to an end");
        Files.delete(pipe);
        assertEquals(
                0,
                new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
        long jobId = matter.submit(matter.parameters(Map.of()))
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> "synchronization"
                        .equals(Case.get("/api/sync/v1/jobs/" + jobId).getString("progress.step")));

        Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of()).statusCode(202);

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> "Cancelled"
                        .equals(Case.get("/api/sync/v1/jobs/" + jobId).getString("status")));
        assertEquals(0, matter.documents().getInt("total"));
        // Lets the thread that waits for the file go.
        Files.write(pipe, new byte[] {1}, java.nio.file.StandardOpenOption.WRITE);
    }

    @Test
    @Rule("1.step.notification")
    @Rule("7.unsent.told")
    @Rule("7.unsent.status")
    void aJobThatAsksForMailWithoutAMailServerSaysSo_andIsCompletedAllTheSame() {
        var matter = filled(1);

        JsonPath job = matter.run(
                matter.parameters(Map.of("emailNotifications", Map.of("emails", List.of("ines@harborlane.example")))));

        assertEquals("Completed", job.getString("status"));
        String errors = "/api/sync/v1/job-history/" + job.getLong("jobHistoryId") + "/errors?type=job";
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                        Case.get(errors).getString("items[0].message"), containsString("no mail server is set")));
    }

    @Test
    void theRealLoadFileArrivesWhole() {
        Path data = Path.of("..", "shared", "data");
        assumeTrue(Files.isDirectory(data), "the sample data are not at hand");
        var matter = Case.create();
        String loadFile = copyTree(data);
        var imported = matter.importIntoSource(
                loadFile + "/load_file_01.dat",
                Map.of("columnDelimiter", "|", "fieldTypes", Map.of("Date Received", "Date", "Date Sent", "Date")));
        assertEquals(4, imported.getInt("imported"), imported.prettyPrint());

        JsonPath job = matter.run(
                matter.parameters(Map.of("folderStructure", Map.of("behavior", "RetainSourceWorkspaceStructure"))));

        assertEquals("Completed", job.getString("status"), job.prettyPrint());
        var document = matter.document("Sample_0000002");
        assertEquals("SampleJohn\\Deleted Items", document.getString("folderPath"));
        assertEquals("RE: Sample Companies", document.getString("fields.'Email Subject'"));
        assertArrayEquals(
                read(data.resolve("VOL01/NATIVES/NATIVE00001/EDRM-Sample2.doc")), matter.nativeOf("Sample_0000002"));
    }

    private static Case filled(int documents) {
        var matter = Case.create();
        var load = DatFile.withColumns("Control Number", "Note", "Other");
        for (int i = 1; i <= documents; i++) {
            load.row("D-" + i, "Note " + i, "Other " + i);
        }
        var imported = matter.importIntoSource(Case.importFiles("load.dat", load.bytes(), Map.of()), Map.of());
        assertEquals(documents, imported.getInt("imported"));
        return matter;
    }

    private static boolean toldEnd(List<TopicReader.Record> events) {
        return events.stream().anyMatch(event -> event.value().contains("\"to\":\"Completed"));
    }

    private void deleteFromShare(long workspaceId, String content) throws IOException {
        Files.delete(inShare(workspaceId, content));
    }

    private Path inShare(long workspaceId, String content) throws IOException {
        try (Stream<Path> paths = Files.walk(files.resolve(Long.toString(workspaceId)))) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> content.equals(new String(read(path), StandardCharsets.ISO_8859_1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String copyTree(Path data) {
        try (Stream<Path> paths = Files.walk(data)) {
            var others = new java.util.HashMap<String, byte[]>();
            paths.filter(Files::isRegularFile)
                    .forEach(path -> others.put(data.relativize(path).toString(), read(path)));
            String marker = Case.importFiles("marker", new byte[0], others);
            return marker.substring(0, marker.indexOf('/'));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
