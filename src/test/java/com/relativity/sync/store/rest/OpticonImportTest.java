package com.relativity.sync.store.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.WorkspaceGateway;

import static com.relativity.sync.store.rest.Store.get;
import static com.relativity.sync.store.rest.Store.post;
import static com.relativity.sync.support.Images.jpeg;
import static com.relativity.sync.support.Images.pdf;
import static com.relativity.sync.support.Images.png;
import static com.relativity.sync.support.Images.tiff;
import static com.relativity.sync.support.Waiting.now;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class OpticonImportTest {

    @Inject
    WorkspaceGateway gateway;

    @Inject
    Transactions transactions;

    // What goes in comes out

    @Test
    void pagesOfNewDocuments_areTheirOriginals_whateverTheirFormat() {
        var store = Store.create();
        store.file("img/a 1.tif", tiff("1"));
        store.file("img/a2.jpg", jpeg("2"));
        store.file("img/b.anything", png("3"));
        store.file("img/c.pdf", pdf("4"));

        var result = imported(
                store,
                "A,VOL,.\\img\\a 1.tif,Y,,,2\r\nA_1,VOL,img/a2.jpg,,,,\r\nB,VOL,img\\b.anything,Y,,,1\r\nC,VOL,img/c.pdf,Y\r\n");

        assertEquals(List.of(), result.getList("errors"));
        assertEquals(List.of(3, 0, 0), counts(result));
        assertEquals(List.of("Control Number"), result.getList("fields.name"));
        assertEquals(List.of("A", "B", "C"), store.identifiers(""));
        var document = store.document("A");
        assertEquals("", document.getString("folderPath"));
        assertEquals(Map.of("Control Number", "A"), document.getMap("fields"));
        assertNull(document.get("native"));
        assertEquals(
                List.of(
                        Map.of("page", 1, "identifier", "A", "fileName", "a 1.tif", "size", 5),
                        Map.of("page", 2, "identifier", "A_1", "fileName", "a2.jpg", "size", 5)),
                document.getList("images"));
        assertEquals(
                List.of(2, 1, 1),
                get(store.path("/documents")).extract().jsonPath().getList("items.images*.size()"));

        assertPage(store, "A", 1, "image/tiff", tiff("1"));
        assertPage(store, "A", 2, "image/jpeg", jpeg("2"));
        assertPage(store, "B", 1, "image/png", png("3"));
        assertPage(store, "C", 1, "application/pdf", pdf("4"));
    }

    private static void assertPage(Store store, String identifier, int page, String mediaType, byte[] bytes) {
        String path = store.path("/documents/" + identifier + "/images/" + page);
        var download = given().header("Range", "bytes=1-2")
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Type", mediaType)
                .header("X-Content-Type-Options", "nosniff")
                .extract();
        assertArrayEquals(bytes, download.asByteArray());
        given().header("If-None-Match", download.header("ETag"))
                .get(path)
                .then()
                .statusCode(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "3", "99999999999", "x"})
    void aPageThatADocumentDoesNotHave_isNotFound(String page) {
        var store = Store.create();
        store.file("a.tif", tiff("1"));
        imported(store, "A,VOL,a.tif,Y\nA_1,VOL,a.tif\n");

        get(store.path("/documents/A/images/" + page)).statusCode(404);
        get(store.path("/documents/NOBODY/images/1")).statusCode(404);
    }

    @Test
    void aDocumentThatExists_keepsEverythingElse_andCountsAsUpdated() {
        var store = Store.create();
        store.file("n.txt", "native");
        store.imported("Control Number|Note|FILE_PATH|Folder Path\nA|kept|n.txt|Mail\\Inbox\n");
        store.file("a.tif", tiff("1"));

        var result = imported(store, "A,VOL,a.tif,Y\n");

        assertEquals(List.of(0, 1, 0), counts(result));
        var document = store.document("A");
        assertEquals("kept", document.getString("fields.Note"));
        assertEquals("Mail\\Inbox", document.getString("folderPath"));
        assertEquals("n.txt", document.getString("native.fileName"));
        assertEquals(List.of("A"), document.getList("images.identifier"));
        assertEquals(List.of(), store.imported("Control Number|Note\nA|new\n").getList("errors"));
        assertEquals(List.of("A"), store.document("A").getList("images.identifier"));
    }

    @Test
    void aSecondImport_replacesThePagesOfItsDocuments() {
        var store = Store.create();
        for (String name : List.of("1", "2", "3", "4")) {
            store.file(name + ".tif", tiff(name));
        }
        imported(store, "A,V,1.tif,Y\nA_1,V,2.tif\nA_2,V,3.tif\nB,V,1.tif,Y\n");

        imported(store, "A,V,4.tif,Y\nA_9,V,1.tif\n");

        assertEquals(List.of("A", "A_9"), store.document("A").getList("images.identifier"));
        assertPage(store, "A", 1, "image/tiff", tiff("4"));
        assertEquals(List.of("1.tif"), store.document("B").getList("images.fileName"));
    }

    // Productions

    @Test
    @Rule("4.images.production-set")
    void pagesOfAProduction_areThere_andNotAmongTheOriginals() {
        var store = Store.create();
        store.file("1.tif", tiff("1"));
        store.file("2.tif", tiff("2"));
        imported(store, "DOC_B,V,1.tif,Y\n");
        long production = production(store);
        get(store.path("/productions/" + production))
                .statusCode(200)
                .body("status", equalTo("New"))
                .body("beginBates", nullValue())
                .body("endBates", nullValue());

        var result = imported(
                store, "DOC_A,V,1.tif,Y\nDOC_A_1,V,2.tif\nDOC_B,V,2.tif,Y\n", Map.of("productionId", production));

        assertEquals(List.of(1, 1, 0), counts(result));
        get(store.path("/productions/" + production))
                .statusCode(200)
                .body("status", equalTo("Produced"))
                .body("readOnly", equalTo(false))
                .body("beginBates", equalTo("DOC_A"))
                .body("endBates", equalTo("DOC_B"));
        var pages = get(store.path("/productions/" + production + "/images"))
                .statusCode(200)
                .body("nextCursor", nullValue())
                .extract()
                .jsonPath()
                .getList("items");
        var a = List.of(page("DOC_A", 1, "DOC_A", "1.tif"), page("DOC_A", 2, "DOC_A_1", "2.tif"));
        var b = List.of(page("DOC_B", 1, "DOC_B", "2.tif"));
        // In order of their ids, and DOC_B is the older one.
        assertEquals(List.of(b.get(0), a.get(0), a.get(1)), pages);
        assertEquals(List.of(), store.document("DOC_A").getList("images"));
        assertEquals(List.of("1.tif"), store.document("DOC_B").getList("images.fileName"));

        imported(store, "DOC_A,V,2.tif,Y\n", Map.of("productionId", production));
        get(store.path("/productions/" + production + "/images")).body("items.documentIdentifier", hasSize(2));
    }

    private static Map<String, Object> page(String document, int page, String identifier, String fileName) {
        return Map.of(
                "documentIdentifier",
                document,
                "page",
                page,
                "identifier",
                identifier,
                "fileName",
                fileName,
                "size",
                5);
    }

    @Test
    void pagesOfAProduction_comeInParts() {
        var store = Store.create();
        store.file("1.tif", tiff("1"));
        long production = production(store);
        var lines = new StringBuilder();
        var expected = new ArrayList<String>();
        for (int document = 0; document < 5; document++) {
            for (int page = 0; page < 3; page++) {
                lines.append("D%d_%d,V,1.tif,%s\n".formatted(document, page, page == 0 ? "Y" : ""));
                expected.add("D%d_%d".formatted(document, page));
            }
        }
        imported(store, lines.toString(), Map.of("productionId", production));

        for (int limit : List.of(1, 2, 7, 15, 16)) {
            var seen = new ArrayList<String>();
            String cursor = "";
            while (cursor != null) {
                var part = get(store.path(
                                "/productions/" + production + "/images?limit=" + limit + "&cursor=" + cursor))
                        .statusCode(200)
                        .extract()
                        .jsonPath();
                assertTrue(part.getList("items").size() <= limit);
                seen.addAll(part.getList("items.identifier"));
                cursor = part.getString("nextCursor");
            }
            assertEquals(expected, seen, "limit " + limit);
        }
        for (String query : List.of("limit=0", "limit=501", "limit=x", "cursor=AAAAAAAAAAE", "cursor=%20")) {
            get(store.path("/productions/" + production + "/images?" + query)).statusCode(400);
        }
    }

    @Test
    void aProductionThatIsReadOnly_orThatDoesNotExist_isAViolation_andNothingIsImported() {
        var store = Store.create();
        store.file("1.tif", tiff("1"));
        long closed = production(store);
        now(gateway.closeProduction(store.workspaceId, closed));
        long strangers = production(Store.create());

        for (long production : List.of(closed, strangers, 1L, -1L)) {
            importing(store, "A,V,1.tif,Y\n", Map.of("productionId", production))
                    .statusCode(422)
                    .body("type", equalTo("urn:sync:problem:rule-violation"))
                    .body("violations.field", contains("productionId"));
        }
        assertEquals(0, store.total());
        get(store.path("/productions/" + closed + "/images")).body("items", hasSize(0));
    }

    // Documents that cannot be taken

    @Test
    void aDocumentWithABadPage_isOneErrorAndChangesNothing_andTheOthersGoIn() {
        var store = Store.create();
        store.file("1.tif", tiff("1"));
        store.file("2.tif", tiff("2"));
        store.file("text.tif", "just text");
        store.file("empty.tif", "");
        imported(store, "OLD,V,1.tif,Y\nOLD_1,V,1.tif\n");

        var result = imported(
                store,
                "GOOD1,V,1.tif,Y\n"
                        + "MISSING,V,1.tif,Y\nMISSING_1,V,nowhere.tif\nMISSING_2,V,nowhere2.tif\n"
                        + "TEXT,V,text.tif,Y\n"
                        + "EMPTY,V,1.tif,Y\nEMPTY_1,V,empty.tif\n"
                        + "OLD,V,2.tif,Y\nOLD_9,V,text.tif\n"
                        + "GOOD1,V,2.tif,Y\n"
                        + "CLIMB,V,..\\..\\..\\..\\..\\etc\\passwd,Y\n"
                        + "ABSOLUTE,V,/etc/passwd,Y\n"
                        + "DRIVE,V,C:\\windows\\win.ini,Y\n"
                        + "NOPATH,V,,Y\n"
                        + ",V,1.tif,Y\n"
                        + "BLANKPAGE,V,1.tif,Y\n ,V,1.tif\n"
                        + "x".repeat(256) + ",V,1.tif,Y\n"
                        + "BROKEN,V,a, b.tif,Y\n"
                        + "GOOD2,V,2.tif,Y\n");

        assertEquals(List.of(2, 0, 12), counts(result));
        assertEquals(List.of(3, 5, 7, 9, 10, 11, 12, 13, 14, 15, 17, 19), result.getList("errors.line"));
        assertEquals(
                List.of(
                        "MISSING",
                        "TEXT",
                        "EMPTY",
                        "OLD",
                        "GOOD1",
                        "CLIMB",
                        "ABSOLUTE",
                        "DRIVE",
                        "NOPATH",
                        "",
                        "BLANKPAGE"),
                result.getList("errors.identifier").subList(0, 11));
        assertTrue(result.getString("errors[0].message").contains("nowhere.tif"));
        assertTrue(result.getString("errors[1].message").contains("text.tif"));
        String messages = result.getList("errors.message").toString();
        assertTrue(!messages.contains(Store.importRoot().toString()) && !messages.contains("Exception"), messages);
        assertEquals(List.of("OLD", "GOOD1", "GOOD2"), store.identifiers(""));
        assertEquals(List.of("1.tif", "1.tif"), store.document("OLD").getList("images.fileName"));
        assertPage(store, "GOOD1", 1, "image/tiff", tiff("1"));
    }

    @Test
    void aDocumentThatIsRefused_leavesItsIdentifierToALaterOne() {
        var store = Store.create();
        store.file("1.tif", tiff("1"));
        store.file("2.tif", tiff("2"));

        var result = imported(store, "A,V,nowhere.tif,Y\nA,V,1.tif,Y\nA,V,2.tif,Y\n");

        assertEquals(List.of(1, 0, 2), counts(result));
        assertEquals(List.of(1, 3), result.getList("errors.line"));
        assertPage(store, "A", 1, "image/tiff", tiff("1"));
    }

    // Requests that cannot be carried out

    @Test
    void eitherALoadFileOrAnOpticonFile_andOptionsOfItsOwn() {
        var store = Store.create();
        store.file("1.tif", tiff("1"));
        post(store.path("/imports"), Map.of()).statusCode(422).body("violations.field", hasItem("loadFile"));
        post(store.path("/imports"), Map.of("loadFile", "a.dat", "opticonFile", "a.opt"))
                .statusCode(422)
                .body("violations.field", hasItem("opticonFile"));
        post(store.path("/imports"), Map.of("loadFile", "a.dat", "productionId", 1))
                .statusCode(422)
                .body("violations.field", containsInAnyOrder("loadFile", "productionId"));
        var options = new HashMap<String, Object>();
        options.put("objectType", "Document");
        options.put("columnDelimiter", ",");
        options.put("quote", "\"");
        options.put("hasHeader", false);
        options.put("columns", List.of("A"));
        options.put("fieldTypes", Map.of("A", "Date"));
        options.put("identifierColumn", "A");
        options.put("fileColumn", "B");
        options.put("extractedTextColumn", "C");
        options.put("folderPathColumn", "D");
        options.put("encoding", "no-such-encoding");
        options.put("productionId", 1);
        importing(store, "A,V,1.tif,Y\n", options)
                .statusCode(422)
                .body("violations.field", containsInAnyOrder(options.keySet().toArray()));
        assertEquals(0, store.total());
    }

    @Test
    void anOpticonFileThatCannotBeRead_isAViolation() {
        var store = Store.create();
        for (String path : List.of("", " ", "nowhere.opt", "../x.opt", "/etc/passwd", "a\0b", "..\\..\\etc\\passwd")) {
            post(store.path("/imports"), Map.of("opticonFile", path))
                    .statusCode(422)
                    .body("violations.field", contains("opticonFile"));
        }
        importing(store, "", Map.of()).statusCode(422).body("violations.field", contains("opticonFile"));
        post(store.path("/imports"), Map.of("opticonFile", 17)).statusCode(400);
        post(store.path("/imports"), Map.of("opticonFile", "x", "productionId", "y"))
                .statusCode(400);
    }

    // Many

    @Test
    void moreDocumentsThanOnePart_goInInOrder() {
        var store = Store.create();
        var lines = new StringBuilder();
        var expected = new ArrayList<String>();
        for (int document = 0; document < 300; document++) {
            store.file("p" + document % 7 + ".png", png("page " + document % 7));
            lines.append(
                    "D%d,V,p%d.png,Y\nD%d_1,V,p%d.png\n".formatted(document, document % 7, document, document % 7));
            expected.add("D" + document);
        }

        assertEquals(List.of(300, 0, 0), counts(imported(store, lines.toString())));

        assertEquals(300, store.total());
        assertEquals(expected, store.identifiers(""));
        assertPage(store, "D299", 2, "image/png", png("page " + 299 % 7));
        assertEquals(List.of(0, 300, 0), counts(imported(store, lines.toString())));
    }

    @Test
    void importsOfTheSameDocumentsAtOnce_leaveThePagesOfOneOfThem() throws Exception {
        var store = Store.create();
        long production = production(store);
        store.file("1.tif", tiff("1"));
        store.file("2.tif", tiff("2"));
        var forward = new StringBuilder();
        var backward = new StringBuilder();
        for (int document = 0; document < 300; document++) {
            forward.append("D%d,V,1.tif,Y\nD%d_1,V,1.tif\n".formatted(document, document));
            backward.append("D%d,V,2.tif,Y\n".formatted(299 - document));
        }
        store.file("forward.opt", forward.toString());
        store.file("backward.opt", backward.toString());
        var imports = new ArrayList<Callable<JsonPath>>();
        for (String name : List.of("forward.opt", "backward.opt", "forward.opt", "backward.opt")) {
            imports.add(() -> post(
                            store.path("/imports"),
                            Map.of("opticonFile", store.named(name), "productionId", production))
                    .statusCode(200)
                    .extract()
                    .jsonPath());
        }

        var threads = Executors.newFixedThreadPool(imports.size());
        try {
            for (var done : threads.invokeAll(imports, 60, TimeUnit.SECONDS)) {
                assertEquals(List.of(), done.get().getList("errors"));
            }
        } finally {
            threads.shutdownNow();
        }

        var byDocument = new HashMap<String, List<String>>();
        String cursor = "";
        while (cursor != null) {
            var part = get(store.path("/productions/" + production + "/images?limit=500&cursor=" + cursor))
                    .extract()
                    .jsonPath();
            List<String> documents = part.getList("items.documentIdentifier");
            List<String> files = part.getList("items.fileName");
            for (int at = 0; at < documents.size(); at++) {
                byDocument
                        .computeIfAbsent(documents.get(at), name -> new ArrayList<>())
                        .add(files.get(at));
            }
            cursor = part.getString("nextCursor");
        }
        assertEquals(300, byDocument.size());
        byDocument.forEach((document, files) -> assertTrue(
                files.equals(List.of("1.tif", "1.tif")) || files.equals(List.of("2.tif")), document + files));
    }

    @Test
    void aListWithManyPages_endsEarly_andTheCursorLeadsOn() {
        var store = Store.create();
        store.file("1.tif", tiff("1"));
        imported(store, "A,V,1.tif,Y\nB,V,1.tif,Y\nC,V,1.tif,Y\nD,V,1.tif,Y\n");
        now(transactions.query("""
                        insert into store_image_page
                               (production_id, item_id, page, identifier, file_name, reference, size, sha256, linked)
                        select 0, i.item_id, n, 'A_' || n, repeat('x', 450), p.reference, p.size, p.sha256, false
                          from store_item i join store_image_page p on p.production_id = 0 and p.item_id = i.item_id,
                               generate_series(2, 6000) as n
                         where i.workspace_id = $1
                        """, Tuple.of(store.workspaceId)));

        var first = get(store.path("/documents")).statusCode(200).extract().jsonPath();
        assertEquals(4, first.getInt("total"));
        assertEquals(3, first.getList("items").size());
        var second = get(store.path("/documents?cursor=" + first.getString("nextCursor")))
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals(1, second.getList("items").size());
        assertNull(second.get("nextCursor"));
    }

    // Real files

    @Test
    void theSampleFiles_goIn_asOriginalsAndAsAProduction() throws IOException {
        Path samples = Path.of(System.getenv().getOrDefault("SYNC_SAMPLE_LOAD_FILES", "../shared/data"));
        assumeTrue(Files.isDirectory(samples), "the sample load files are not at hand");
        var store = Store.create();
        try (var files = Files.walk(samples)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                store.file(samples.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        long production = production(store);

        assertEquals(
                List.of(1, 0, 0),
                counts(post(store.path("/imports"), Map.of("opticonFile", store.named("Opticon_01.opt")))
                        .statusCode(200)
                        .extract()
                        .jsonPath()));
        assertEquals(
                List.of(1, 0, 0),
                counts(post(
                                store.path("/imports"),
                                Map.of("opticonFile", store.named("opticon_02.opt"), "productionId", production))
                        .statusCode(200)
                        .extract()
                        .jsonPath()));

        var document = store.document("SYM-00011001_REV");
        assertEquals(5, document.getList("images").size());
        assertEquals("SYM-00011001_0004_REV", document.getString("images[4].identifier"));
        for (int page = 1; page <= 5; page++) {
            assertPage(
                    store,
                    "SYM-00011001_REV",
                    page,
                    "image/tiff",
                    Files.readAllBytes(samples.resolve(
                            "VOL01/IMAGES/IMG001/" + document.getString("images[" + (page - 1) + "].fileName"))));
        }
        get(store.path("/productions/" + production))
                .body("beginBates", equalTo("PROD-00011001_0001_REV"))
                .body("endBates", equalTo("PROD-00011001_REV"));
        var text = imported(store, "TEXT,V,VOL01\\IMAGES\\IMG001\\TextAsTiffFile.tif,Y\n");
        assertEquals(List.of(0, 0, 1), counts(text));
        assertTrue(text.getString("errors[0].message").contains("no image"));
    }

    // Words of the tests

    private static ValidatableResponse importing(Store store, String content, Map<String, Object> options) {
        String name = UUID.randomUUID() + ".opt";
        store.file(name, content.getBytes(StandardCharsets.UTF_8));
        var body = new HashMap<String, Object>(options);
        body.put("opticonFile", store.named(name));
        return post(store.path("/imports"), body);
    }

    private static JsonPath imported(Store store, String content, Map<String, Object> options) {
        return importing(store, content, options).statusCode(200).extract().jsonPath();
    }

    private static JsonPath imported(Store store, String content) {
        return imported(store, content, Map.of());
    }

    private static List<Integer> counts(JsonPath result) {
        return List.of(result.getInt("imported"), result.getInt("updated"), result.getInt("failed"));
    }

    private static long production(Store store) {
        return post(store.path("/productions"), Map.of("name", "Production"))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("productionId");
    }
}
