package com.relativity.sync.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Retry Errors of images and of other objects, and what many errors cost. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class RetryOfFlowsTest {

    private static final String STORE = "/api/workspaces/v1/";
    private static final int MANY = 5_000;

    @ConfigProperty(name = "sync.workspaces.files")
    Path files;

    @Test
    @Rule("3.retry.failed")
    @Rule("3.retry.not-transferred-only")
    @Rule("2.production-set.state")
    void imagesThatAreBackInTheirPlace_followIntoTheProductionSetThatOnlyARetryMayAddTo() throws IOException {
        var matter = Case.create();
        byte[] good = tiff("a page that stays");
        byte[] lost = tiff("a page that is away for a while");
        String opticon = Case.importFiles(
                "load.opt",
                "IMG-1,VOL,a.tif,Y,,,1\r\nIMG-2,VOL,b.tif,Y,,,1\r\n".getBytes(StandardCharsets.UTF_8),
                Map.of("a.tif", good, "b.tif", lost));
        Case.post(STORE + matter.source + "/imports", Map.of("opticonFile", opticon))
                .statusCode(200);
        long set = made(matter.destination, "productions", Map.of("name", "Set"), "productionId");
        var options = Map.of(
                "dataSourceType", "SavedSearch",
                "dataSourceId", matter.savedSearch(null),
                "destinationLocationType", "ProductionSet",
                "destinationLocationId", set,
                "copyImagesMode", "CopyFiles");
        var body = body(
                matter,
                List.of(Case.mapped(
                        Case.fields(matter.source).get(0),
                        Case.fields(matter.destination).get(0))),
                "imageOptions",
                options);
        Path stored = inShare(lost);
        Path aside = stored.resolveSibling(stored.getFileName() + ".aside-" + UUID.randomUUID());
        Files.move(stored, aside);
        JsonPath first;
        try {
            first = run(matter, "image", body);
        } finally {
            Files.move(aside, stored);
        }
        assertEquals("CompletedWithErrors", first.getString("status"), first::prettyPrint);
        assertEquals(2, first.getInt("progress.total"));
        assertThat(Case.errors(first.getLong("jobId")).getList("items.identifier"), contains("IMG-2"));
        assertTrue(Case.get(STORE + matter.destination + "/productions/" + set).getBoolean("readOnly"));

        var refused = Case.post(path(matter, "image"), again(body, Map.of()))
                .statusCode(422)
                .extract()
                .jsonPath();
        assertThat(refused.getString("violations[0].message"), containsString("read-only"));
        JsonPath retry =
                run(matter, "image", again(body, Map.of("retryOptions", Map.of("jobToRetry", first.getLong("jobId")))));

        assertEquals("Completed", retry.getString("status"), retry::prettyPrint);
        assertEquals(1, retry.getInt("progress.total"));
        assertThat(
                Case.get(STORE + matter.destination + "/productions/" + set + "/images")
                        .getList("items.identifier"),
                containsInAnyOrder("IMG-1", "IMG-2"));
        assertThat(Case.errors(first.getLong("jobId")).getList("items.status"), contains("Retried"));
    }

    @Test
    @Rule("3.retry.failed")
    @Rule("3.retry.overwrite-mode")
    void objectsThatWereRefused_followWithTheRetrysOwnOverwriteMode() {
        var matter = Case.create();
        matter.importIntoSource(
                Case.importFiles(
                        "people.dat",
                        DatFile.withColumns("Name", "Town")
                                .row("Ann", "Oslo")
                                .row("Bob", "Rome")
                                .bytes(),
                        Map.of()),
                Map.of("objectType", "Person"));
        long from = typeId(matter.source, "Person");
        long to = made(matter.destination, "object-types", Map.of("name", "Person"), "objectTypeId");
        Case.post(
                        STORE + matter.destination + "/fields",
                        Map.of("name", "Town", "type", "LongText", "objectTypeId", to))
                .statusCode(201);
        var mapping = List.of(
                Case.mapped(field(matter.source, from, "Name"), field(matter.destination, to, "Name")),
                Case.mapped(field(matter.source, from, "Town"), field(matter.destination, to, "Town")));
        var condition = Map.of("field", "Name", "op", "is", "value", "Bob");
        long bob = made(
                matter.source, "views", Map.of("name", "Bob", "objectTypeId", from, "condition", condition), "viewId");
        long all = made(matter.source, "views", Map.of("name", "All", "objectTypeId", from), "viewId");
        run(matter, "non-document", body(matter, mapping, "nonDocumentOptions", objects(from, to, bob)));
        var body = body(matter, mapping, "nonDocumentOptions", objects(from, to, all));
        JsonPath first = run(matter, "non-document", body);
        assertEquals("CompletedWithErrors", first.getString("status"), first::prettyPrint);

        JsonPath retry = run(
                matter,
                "non-document",
                again(
                        body,
                        Map.of(
                                "retryOptions", Map.of("jobToRetry", first.getLong("jobId")),
                                "overwriteOptions", Map.of("overwriteMode", "AppendOverlay"))));

        assertEquals("Completed", retry.getString("status"), retry::prettyPrint);
        assertEquals(1, retry.getInt("progress.total"));
        assertThat(
                Case.get(STORE + matter.destination + "/objects?objectTypeId=" + to)
                        .getList("items.identifier"),
                containsInAnyOrder("Ann", "Bob"));
    }

    @Test
    @Rule("3.retry.overwrite-mode")
    void aDocumentThatOthersName_isNewAllTheSame_inALaterBatchAndInARetry() throws IOException {
        var matter = Case.create();
        byte[] lost = ("a native that is away for a while " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        var rows = DatFile.withColumns("Control Number", "Document", "Note", "FILE_PATH");
        rows.row("D0", "D1100;D1", "first", "");
        rows.row("D1", "", "with a native", "native.bin");
        for (int i = 2; i <= 1100; i++) {
            rows.row("D" + i, "", "Note " + i, "");
        }
        matter.importIntoSource(
                Case.importFiles("load.dat", rows.bytes(), Map.of("native.bin", lost)),
                Map.of("fieldTypes", Map.of("Document", "MultipleObject")));
        var parameters = new LinkedHashMap<>(matter.parameters(Map.of()));
        parameters.put("fieldsMapping", matter.mapAllFields());
        parameters.put("documentOptions", matter.documentOptions("CopyFiles"));
        Path stored = inShare(lost);
        Path aside = stored.resolveSibling(stored.getFileName() + ".aside-" + UUID.randomUUID());
        Files.move(stored, aside);
        JsonPath first;
        try {
            first = matter.run(parameters);
        } finally {
            Files.move(aside, stored);
        }
        assertThat(Case.errors(first.getLong("jobId")).getList("items.identifier"), contains("D1"));
        assertEquals(1100, first.getInt("progress.transferred"), first::prettyPrint);
        assertEquals("Note 1100", matter.document("D1100").getString("fields.Note"));

        JsonPath retry =
                matter.run(again(parameters, Map.of("retryOptions", Map.of("jobToRetry", first.getLong("jobId")))));

        assertEquals("Completed", retry.getString("status"), retry::prettyPrint);
        assertEquals(1, retry.getInt("progress.transferred"));
        assertEquals("with a native", matter.document("D1").getString("fields.Note"));
        assertTrue(Arrays.equals(lost, matter.nativeOf("D1")));
    }

    @Test
    void manyItemErrors_areRetriedInOneGo() {
        var matter = Case.create();
        var rows = DatFile.withColumns("Control Number", "Note");
        for (int i = 0; i < MANY; i++) {
            rows.row("D-" + i, "Note " + i);
        }
        matter.importIntoSource(Case.importFiles("load.dat", rows.bytes(), Map.of()), Map.of());
        matter.run(matter.parameters(Map.of()));
        var overlay = Map.<String, Object>of("overwriteOptions", Map.of("overwriteMode", "AppendOverlay"));
        JsonPath failed = matter.run(matter.parameters(Map.of()));
        assertEquals(MANY, failed.getInt("progress.failed"), failed::prettyPrint);

        var retry = new LinkedHashMap<>(matter.parameters(overlay));
        retry.put("retryOptions", Map.of("jobToRetry", failed.getLong("jobId")));
        JsonPath retried = matter.run(retry);
        assertEquals(MANY, retried.getInt("progress.transferred"), retried::prettyPrint);
        JsonPath left = Case.get("/api/sync/v1/job-history/" + failed.getLong("jobId") + "/errors?status=Expired");
        assertEquals(List.of(), left.getList("items"));
    }

    private static byte[] tiff(String content) {
        byte[] bytes = Arrays.copyOf(new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0}, 64 + content.length());
        System.arraycopy(content.getBytes(StandardCharsets.US_ASCII), 0, bytes, 64, content.length());
        return bytes;
    }

    private Path inShare(byte[] content) throws IOException {
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> sameContent(file, content))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean sameContent(Path file, byte[] content) {
        try {
            return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException gone) {
            return false;
        }
    }

    private static Map<String, Object> body(
            Case matter, List<Map<String, Object>> mapping, String option, Map<String, ?> options) {
        var body = new LinkedHashMap<String, Object>();
        body.put("correlationId", UUID.randomUUID().toString());
        body.put("destinationWorkspaceId", matter.destination);
        body.put("fieldsMapping", mapping);
        body.put(option, options);
        return body;
    }

    private static Map<String, Object> again(Map<String, Object> body, Map<String, Object> other) {
        var again = new LinkedHashMap<>(body);
        again.put("correlationId", UUID.randomUUID().toString());
        again.putAll(other);
        return again;
    }

    private static Map<String, Object> objects(long from, long to, long viewId) {
        return Map.of("rdoArtifactTypeId", from, "destinationRdoArtifactTypeId", to, "sourceViewId", viewId);
    }

    private static String path(Case matter, String flow) {
        return "/api/sync/v1/workspaces/" + matter.source + "/jobs/" + flow;
    }

    private static JsonPath run(Case matter, String flow, Map<String, Object> body) {
        return Case.ended(Case.post(path(matter, flow), body)
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId"));
    }

    private static long typeId(long workspaceId, String name) {
        return Case.get(STORE + workspaceId + "/object-types")
                .getLong("items.find { it.name == '" + name + "' }.objectTypeId");
    }

    private static Map<String, Object> field(long workspaceId, long objectTypeId, String name) {
        return Case.get(STORE + workspaceId + "/fields?objectTypeId=" + objectTypeId)
                .getMap("items.find { it.name == '" + name + "' }");
    }

    private static long made(long workspaceId, String what, Map<String, Object> body, String id) {
        return Case.post(STORE + workspaceId + "/" + what, body)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong(id);
    }
}
