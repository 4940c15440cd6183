package com.relativity.sync.journey;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;
import com.relativity.sync.support.Rule;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One job of each flow with everything that it can be asked for, called as RIP calls it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class FlowJourneyTest {

    private static final String STORE = "/api/workspaces/v1/";
    private static final byte[] TIFF = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 2, 3};

    @Inject
    MeterRegistry metrics;

    @Test
    @Rule("5.destination-tags")
    @Rule("5.source-tags")
    @Rule("5.saved-search")
    @Rule("5.instance-name")
    @Rule("1.step.saved-search")
    @Rule("4.folder.read-from-field")
    @Rule("4.natives.links")
    @Rule("1.step.metrics")
    @Rule("5.instance-name")
    @Rule("1.step.permissions.open")
    void documentsAreLinkedFiledTaggedAndFoundAgain() {
        var matter = Case.create();
        byte[] message = "From: a\r\n\r\nhello".getBytes(StandardCharsets.UTF_8);
        matter.importIntoSource(
                Case.importFiles(
                        "load.dat",
                        DatFile.withColumns("Control Number", "Where", "Issue", "FILE_PATH")
                                .row("A-1", "Custodian\\\\Inbox", "Fraud\\Invoices;Hot", "natives\\a1.msg")
                                .row("A-2", "x".repeat(256), "", "")
                                .bytes(),
                        Map.of("natives/a1.msg", message)),
                Map.of("fieldTypes", Map.of("Issue", "MultipleChoice")));
        long where = field(matter.source, "Where");
        double before = transferred("document");
        var options = new HashMap<>(matter.documentOptions("SetFileLinks"));
        options.put("enableTagging", true);

        var withoutThePath = matter.mapAllFields().stream()
                .filter(mapping -> !mapping.toString().contains("displayName=Where"))
                .toList();
        JsonPath job = matter.run(matter.parameters(Map.of(
                "jobName",
                "Weekly push",
                "fieldsMapping",
                withoutThePath,
                "documentOptions",
                options,
                "folderStructure",
                Map.of("behavior", "ReadFromField", "folderPathSourceFieldId", where),
                "savedSearchOptions",
                Map.of("createSavedSearchInDestination", true))));

        assertEquals("CompletedWithErrors", job.getString("status"), job.prettyPrint());
        String jobTag = "Weekly push - " + job.getLong("jobHistoryId");
        JsonPath copied = matter.document("A-1");
        assertEquals("Custodian\\Inbox", copied.getString("folderPath"));
        assertThat(copied.getList("fields.Issue"), containsInAnyOrder("Fraud\\Invoices", "Hot"));
        assertTrue(copied.getBoolean("native.linked"));
        assertArrayEquals(message, matter.nativeOf("A-1"));
        assertThat(copied.getList("fields.'Relativity Source Job'"), contains(jobTag));
        assertThat(
                copied.getList("fields.'Relativity Source Case'"),
                contains("This Instance - Source - " + matter.source));
        JsonPath original = Case.get(STORE + matter.source + "/documents/A-1");
        assertThat(original.getList("fields.'Job History'"), contains(jobTag));
        assertThat(
                original.getList("fields.'Relativity Destination Case'"),
                contains("This Instance - Destination - " + matter.destination));
        JsonPath failed = Case.get(STORE + matter.source + "/documents/A-2");
        assertThat(failed.get("fields.'Job History'"), equalTo(null));
        assertThat(
                Case.errors(job.getLong("jobHistoryId")).getString("items[0].message"),
                containsString("Field 'Where'"));
        List<Map<String, Object>> searches =
                Case.get(STORE + matter.destination + "/saved-searches").getList("items");
        var search = searches.stream()
                .filter(one -> one.get("name").equals(jobTag))
                .findFirst()
                .orElseThrow();
        assertThat(
                Case.get(STORE + matter.destination + "/documents?savedSearchId=" + search.get("savedSearchId"))
                        .getList("items.identifier"),
                contains("A-1"));
        assertThat(transferred("document") - before, greaterThanOrEqualTo(1.0));
    }

    @Test
    @Rule("4.images.production-set")
    @Rule("4.images.copy")
    @Rule("4.images.following-pages")
    @Rule("4.images.bad-page")
    @Rule("1.step.finalization")
    void imagesGoIntoAProductionSet_whichIsReadOnlyAfterwards() {
        var matter = Case.create();
        var pages = new LinkedHashMap<String, byte[]>();
        var rows = new StringBuilder();
        for (int page = 0; page < 10; page++) {
            byte[] tiff = TIFF.clone();
            tiff[8] = (byte) page;
            pages.put("images/" + page + ".tif", tiff);
            rows.append("IMG-1")
                    .append(page == 0 ? "" : "-" + page)
                    .append(",VOL,images\\")
                    .append(page)
                    .append(".tif,")
                    .append(page == 0 ? "Y,,,10" : ",,,")
                    .append("\r\n");
        }
        rows.append("IMG-2,VOL,images\\0.tif,Y,,,1\r\n");
        String opticon = Case.importFiles("load.opt", rows.toString().getBytes(StandardCharsets.UTF_8), pages);
        Case.post(STORE + matter.source + "/imports", Map.of("opticonFile", opticon))
                .statusCode(200);
        long production = Case.post(STORE + matter.destination + "/productions", Map.of("name", "Set"))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("productionId");
        var identifier = Case.fields(matter.source).get(0);
        var target = Case.fields(matter.destination).get(0);

        JsonPath job = run(
                matter,
                "image",
                Map.of(
                        "fieldsMapping", List.of(Case.mapped(identifier, target)),
                        "imageOptions",
                                Map.of(
                                        "dataSourceType",
                                        "SavedSearch",
                                        "dataSourceId",
                                        matter.savedSearch(null),
                                        "destinationLocationType",
                                        "ProductionSet",
                                        "destinationLocationId",
                                        production,
                                        "copyImagesMode",
                                        "CopyFiles",
                                        "enableTagging",
                                        true)));

        assertEquals("Completed", job.getString("status"), job.prettyPrint());
        JsonPath produced = Case.get(STORE + matter.destination + "/productions/" + production + "/images?limit=100");
        assertThat(
                produced.getList("items.identifier"),
                containsInAnyOrder(
                        "IMG-1",
                        "IMG-1_01",
                        "IMG-1_02",
                        "IMG-1_03",
                        "IMG-1_04",
                        "IMG-1_05",
                        "IMG-1_06",
                        "IMG-1_07",
                        "IMG-1_08",
                        "IMG-1_09",
                        "IMG-2"));
        JsonPath set = Case.get(STORE + matter.destination + "/productions/" + production);
        assertEquals("Produced", set.getString("status"));
        assertTrue(set.getBoolean("readOnly"));
        assertThat(
                matter.document("IMG-1")
                        .getList("fields.'Relativity Source Job'")
                        .size(),
                equalTo(1));
    }

    @Test
    @Rule("4.images.copy")
    void imagesGoIntoAFolder_byteForByte() {
        var matter = Case.create();
        String opticon = Case.importFiles(
                "load.opt",
                "IMG-1,VOL,images\\0.tif,Y,,,2\r\nIMG-1-2,VOL,images\\1.tif,,,,\r\n".getBytes(StandardCharsets.UTF_8),
                Map.of("images/0.tif", TIFF, "images/1.tif", TIFF));
        Case.post(STORE + matter.source + "/imports", Map.of("opticonFile", opticon))
                .statusCode(200);

        JsonPath job = run(
                matter,
                "image",
                Map.of(
                        "fieldsMapping",
                                List.of(Case.mapped(
                                        Case.fields(matter.source).get(0),
                                        Case.fields(matter.destination).get(0))),
                        "imageOptions",
                                Map.of(
                                        "dataSourceType", "SavedSearch",
                                        "dataSourceId", matter.savedSearch(null),
                                        "destinationLocationType", "Folder",
                                        "destinationLocationId",
                                                Case.get(STORE + matter.destination)
                                                        .getLong("rootFolderId"),
                                        "copyImagesMode", "CopyFiles")));

        assertEquals("Completed", job.getString("status"), job.prettyPrint());
        assertThat(matter.document("IMG-1").getList("images.identifier"), contains("IMG-1", "IMG-1_1"));
        byte[] page = given().get(STORE + matter.destination + "/documents/IMG-1/images/2")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertArrayEquals(TIFF, page);
    }

    @Test
    @Rule("1.step.linking")
    @Rule("4.non-document.links")
    @Rule("4.non-document.type")
    void objectsThatPointToEachOtherComeWithTheirLinks() {
        var matter = Case.create();
        long from = objectType(matter.source, "Person");
        long to = objectType(matter.destination, "Person");
        for (long[] side : new long[][] {{matter.source, from}, {matter.destination, to}}) {
            Case.post(
                            STORE + side[0] + "/fields",
                            Map.of(
                                    "name",
                                    "Boss",
                                    "type",
                                    "SingleObject",
                                    "objectTypeId",
                                    side[1],
                                    "associatedObjectTypeId",
                                    side[1]))
                    .statusCode(201);
        }
        matter.importIntoSource(
                Case.importFiles(
                        "people.dat",
                        DatFile.withColumns("Name", "Boss", "Town")
                                .row("Ann", "Zoe", "Oslo")
                                .row("Zoe", "Ann", "Rome")
                                .row("Bad", "a;b", "Bonn")
                                .bytes(),
                        Map.of()),
                Map.of("objectType", "Person"));
        long view = Case.post(STORE + matter.source + "/views", Map.of("name", "All", "objectTypeId", from))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("viewId");
        Case.post(
                        STORE + matter.destination + "/fields",
                        Map.of("name", "Town", "type", "LongText", "objectTypeId", to))
                .statusCode(201);
        var mapping = new ArrayList<Map<String, Object>>();
        List<Map<String, Object>> sourceFields = fields(matter.source, from);
        for (Map<String, Object> target : fields(matter.destination, to)) {
            sourceFields.stream()
                    .filter(field -> field.get("name").equals(target.get("name")))
                    .forEach(field -> mapping.add(Case.mapped(field, target)));
        }

        JsonPath job = run(
                matter,
                "non-document",
                Map.of(
                        "fieldsMapping",
                        mapping,
                        "nonDocumentOptions",
                        Map.of(
                                "rdoArtifactTypeId", from,
                                "destinationRdoArtifactTypeId", to,
                                "sourceViewId", view)));

        assertThat(job.prettyPrint(), job.getString("status"), containsString("Completed"));
        List<Map<String, Object>> people = Case.get(STORE + matter.destination + "/objects?objectTypeId=" + to)
                .getList("items");
        var ann = people.stream()
                .filter(person -> person.get("identifier").equals("Ann"))
                .findFirst()
                .orElseThrow();
        assertThat(people.stream().map(person -> person.get("identifier")).toList(), hasItem("Zoe"));
        assertEquals("Zoe", ((Map<?, ?>) ann.get("fields")).get("Boss"));
        assertEquals("Oslo", ((Map<?, ?>) ann.get("fields")).get("Town"));
        assertEquals(100, job.getDouble("progress.percent"));
    }

    private static JsonPath run(Case matter, String flow, Map<String, Object> own) {
        var parameters = new LinkedHashMap<String, Object>(own);
        parameters.put("correlationId", java.util.UUID.randomUUID().toString());
        parameters.put("destinationWorkspaceId", matter.destination);
        long jobId = Case.post("/api/sync/v1/workspaces/" + matter.source + "/jobs/" + flow, parameters)
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");
        return Case.ended(jobId);
    }

    private static long objectType(long workspaceId, String name) {
        return Case.post(STORE + workspaceId + "/object-types", Map.of("name", name))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("objectTypeId");
    }

    private static List<Map<String, Object>> fields(long workspaceId, long objectTypeId) {
        return Case.get(STORE + workspaceId + "/fields?objectTypeId=" + objectTypeId)
                .getList("items");
    }

    private static long field(long workspaceId, String name) {
        return Case.fields(workspaceId).stream()
                .filter(field -> field.get("name").equals(name))
                .mapToLong(field -> ((Number) field.get("fieldId")).longValue())
                .findFirst()
                .orElseThrow();
    }

    private double transferred(String flow) {
        return metrics.counter("sync.items", "flow", flow, "outcome", "transferred")
                .count();
    }
}
