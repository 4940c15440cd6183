package com.relativity.sync.store.rest;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.embedded.EmbeddedServices;

import static com.relativity.sync.store.rest.Store.get;
import static com.relativity.sync.store.rest.Store.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class ImportTest {

    // What goes in comes out

    @Test
    void aDocumentWithEverything_comesOutAsItWentIn() {
        var store = Store.create();
        byte[] bytes = {0, (byte) 0xFF, 1, 2, 3};
        store.file("natives/a b.msg", bytes);
        store.file("text/a.txt", "Grüße\r\nsecond line");

        var result = store.imported(
                """
                Control Number|Custodian|Sent|Size|Price|Hot|Tags|People|Extracted Text|Folder Path|FILE_PATH
                AZ_1|Zipper Andrew|5/21/2001 3:48 PM|2112|1.50|Yes|b;a\\c|x;y|.\\text\\a.txt|Zipper\\Deleted Items|.\\natives\\a b.msg
                """,
                Map.of(
                        "fieldTypes",
                        Map.of(
                                "Sent",
                                "Date",
                                "Size",
                                "WholeNumber",
                                "Price",
                                "Currency",
                                "Hot",
                                "YesNo",
                                "Tags",
                                "MultipleChoice",
                                "People",
                                "MultipleObject",
                                "Custodian",
                                "SingleChoice")));

        assertEquals(List.of(), result.getList("errors"));
        assertEquals(1, result.getInt("imported"));
        assertEquals(0, result.getInt("updated"));
        assertEquals(0, result.getInt("failed"));
        assertEquals(
                List.of(
                        "Control Number",
                        "Custodian",
                        "Sent",
                        "Size",
                        "Price",
                        "Hot",
                        "Tags",
                        "People",
                        "Extracted Text"),
                result.getList("fields.name"));
        var document = store.document("AZ_1");
        assertEquals("AZ_1", document.getString("identifier"));
        assertEquals("Zipper\\Deleted Items", document.getString("folderPath"));
        var expected = new HashMap<String, Object>();
        expected.put("Control Number", "AZ_1");
        expected.put("Custodian", "Zipper Andrew");
        expected.put("Sent", "2001-05-21T15:48:00Z");
        expected.put("Size", 2112);
        expected.put("Price", 1.5f);
        expected.put("Hot", true);
        expected.put("Tags", List.of("b", "a\\c"));
        expected.put("People", List.of("x", "y"));
        expected.put("Extracted Text", "Grüße\r\nsecond line");
        assertEquals(expected, document.getMap("fields"));
        assertEquals("a b.msg", document.getString("native.fileName"));
        assertEquals(5, document.getInt("native.size"));
        assertEquals(false, document.getBoolean("native.linked"));
        assertEquals(List.of(), document.getList("images"));

        var download = given().get(store.path("/documents/AZ_1/native"))
                .then()
                .statusCode(200)
                .header("Content-Type", "application/octet-stream")
                .header("Content-Length", "5")
                .header("X-Content-Type-Options", "nosniff")
                .header("ETag", equalTo("\"" + document.getString("native.sha256") + "\""))
                .header("Content-Disposition", equalTo("attachment; filename=\"a b.msg\"; filename*=UTF-8''a%20b.msg"))
                .extract();
        assertArrayEquals(bytes, download.asByteArray());
        given().header("If-None-Match", download.header("ETag"))
                .get(store.path("/documents/AZ_1/native"))
                .then()
                .statusCode(304);
    }

    @Test
    void emptyValues_areNull() {
        var store = Store.create();
        store.imported(
                "Control Number|A|Sent|Tags|Extracted Text|FILE_PATH|Folder Path\nX||||||\n",
                Map.of("fieldTypes", Map.of("Sent", "Date", "Tags", "MultipleChoice")));

        var document = store.document("X");
        for (String field : List.of("A", "Sent", "Tags", "Extracted Text")) {
            assertTrue(document.getMap("fields").containsKey(field), field);
            assertNull(document.getMap("fields").get(field), field);
        }
        assertNull(document.get("native"));
        assertEquals("", document.getString("folderPath"));
        get(store.path("/documents/X/native")).statusCode(404);
    }

    @Test
    void aLongText_isWholeInTheDocument_andConditionsFindWhatIsDeepInIt() {
        var store = Store.create();
        String text = "Grüße ".repeat(100_000) + "needle" + " hay".repeat(1_000);
        store.file("t.txt", text);
        store.imported("Control Number|Extracted Text|Note\nA|t.txt|" + "n".repeat(70_000) + "\nB||\n");

        assertEquals(text, store.document("A").getString("fields.'Extracted Text'"));
        assertEquals("n".repeat(70_000), store.document("A").getString("fields.Note"));
        long search = post(
                        store.path("/saved-searches"),
                        Map.of(
                                "name",
                                "S",
                                "condition",
                                Map.of("field", "Extracted Text", "op", "contains", "value", "needle hay")))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("savedSearchId");
        assertEquals(List.of("A"), store.identifiers("&savedSearchId=" + search));
    }

    @Test
    void aPageOfLongTexts_endsEarly_andTheCursorLeadsOn() {
        var store = Store.create();
        store.file("t.txt", "x".repeat(3 * 1024 * 1024));
        var lines = new StringBuilder("Control Number|Extracted Text\n");
        for (int i = 0; i < 7; i++) {
            lines.append("D").append(i).append("|t.txt\n");
        }
        store.imported(lines.toString());

        var seen = new ArrayList<String>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            var page = get(store.path("/documents?cursor=" + cursor))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertEquals(7, page.getInt("total"));
            seen.addAll(page.getList("items.identifier"));
            cursor = page.getString("nextCursor");
            pages++;
        }
        assertEquals(List.of("D0", "D1", "D2", "D3", "D4", "D5", "D6"), seen);
        assertEquals(3, pages);
    }

    @Test
    void documentsCome_inTheOrderOfTheFile_andInParts() {
        var store = Store.create();
        store.imported("Control Number\nC\nA\nB\n");

        var first =
                get(store.path("/documents?limit=2")).statusCode(200).extract().jsonPath();
        assertEquals(List.of("C", "A"), first.getList("items.identifier"));
        assertEquals(3, first.getInt("total"));
        var second = get(store.path("/documents?limit=2&cursor=" + first.getString("nextCursor")))
                .extract()
                .jsonPath();
        assertEquals(List.of("B"), second.getList("items.identifier"));
        assertNull(second.get("nextCursor"));
    }

    @Test
    void foldersAreATree_andADocumentIsFoundByItsFolder() {
        var store = Store.create();
        store.imported("Control Number|Folder Path\nA|Mail\\Inbox\nB|Mail\nC|\nD|\\Mail\\\\Inbox\\\n");

        var tree = get(store.path("/folders")).statusCode(200).extract().jsonPath();
        assertEquals(List.of("Mail"), tree.getList("items[0].children.name"));
        assertEquals(List.of("Inbox"), tree.getList("items[0].children[0].children.name"));
        assertEquals(List.of("B"), store.identifiers("&folderId=" + tree.getLong("items[0].children[0].folderId")));
        assertEquals(
                List.of("A", "D"),
                store.identifiers("&folderId=" + tree.getLong("items[0].children[0].children[0].folderId")));
        assertEquals(List.of("C"), store.identifiers("&folderId=" + tree.getLong("items[0].folderId")));
        get(store.path("/documents?folderId=1")).statusCode(404);
        get(store.path("/documents?savedSearchId=1")).statusCode(404);
        get(store.path("/documents?folderId=x")).statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A/B", "a b", "ä?#%&+", "A\\B", "native", "x;y=1"})
    void anIdentifierWithAnyCharacters_isFoundInThePath(String identifier) {
        var store = Store.create();
        store.file("n.bin", "bytes");
        store.imported("Control Number|FILE_PATH\n" + identifier + "|n.bin\n");

        assertEquals(identifier, store.document(identifier).getString("identifier"));
        given().get(store.path("/documents/{identifier}/native"), identifier)
                .then()
                .statusCode(200);
        given().get(store.path("/documents/{identifier}"), identifier + "x")
                .then()
                .statusCode(404);
    }

    @Test
    void anIdentifierThatNoDocumentCanHave_isNotFound() {
        var store = Store.create();
        given().urlEncodingEnabled(false)
                .get(store.path("/documents/%00"))
                .then()
                .statusCode(404);
        get(store.path("/documents/" + "x".repeat(3000))).statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"})
    void aFileInAnyEncoding_isRead(String encoding) {
        var store = Store.create();
        Charset charset = Charset.forName(encoding);
        store.file("t.txt", "Text: Grüße €".getBytes(charset));
        store.file("load.dat", "Control Number|Name|Extracted Text\nÄ1|Müller €|t.txt\n".getBytes(charset));

        var result = post(
                        store.path("/imports"),
                        Map.of(
                                "loadFile",
                                store.named("load.dat"),
                                "columnDelimiter",
                                "|",
                                "quote",
                                "",
                                "encoding",
                                encoding))
                .statusCode(200)
                .extract()
                .jsonPath();

        assertEquals(List.of(), result.getList("errors"));
        assertEquals("Müller €", store.document("Ä1").getString("fields.Name"));
        assertEquals("Text: Grüße €", store.document("Ä1").getString("fields.'Extracted Text'"));
    }

    @Test
    void aByteOrderMark_winsOverTheEncodingAskedFor() {
        var store = Store.create();
        store.file("t.txt", "\ufeffGrüße".getBytes(StandardCharsets.UTF_16LE));
        store.imported("Control Number|Extracted Text\nA|t.txt\n");

        assertEquals("Grüße", store.document("A").getString("fields.'Extracted Text'"));
    }

    @Test
    void columnsCanHaveAnyNames() {
        var store = Store.create();
        store.file("n", "native");
        store.file("t", "text");

        var result = store.imported(
                "n|DOC_1|t|F1|value\n",
                Map.of(
                        "hasHeader", false,
                        "columns", List.of("Path", "Doc ID", "Text Path", "Where", "Other"),
                        "identifierColumn", "Doc ID",
                        "fileColumn", "Path",
                        "extractedTextColumn", "Text Path",
                        "folderPathColumn", "Where"));

        assertEquals(List.of(), result.getList("errors"));
        var document = store.document("DOC_1");
        assertEquals(
                Map.of("Control Number", "DOC_1", "Other", "value", "Extracted Text", "text"),
                document.getMap("fields"));
        assertEquals("F1", document.getString("folderPath"));
        assertEquals("n", document.getString("native.fileName"));
    }

    // Again

    @Test
    void aSecondImport_overwritesAndCountsAsUpdated() {
        var store = Store.create();
        store.imported("Control Number|A|B|Folder Path\nX|1|1|Old\n");

        var again = store.imported("Control Number|A|C|Folder Path\nX||3|New\nY|2||\n");

        assertEquals(1, again.getInt("updated"));
        assertEquals(1, again.getInt("imported"));
        var document = store.document("X");
        assertNull(document.get("fields.A"));
        assertEquals("1", document.getString("fields.B"));
        assertEquals("3", document.getString("fields.C"));
        assertEquals("New", document.getString("folderPath"));
    }

    @Test
    void aDocumentThatAnEarlierLineNames_countsAsImported_howeverFarBehindItsOwnLineIs() {
        var store = Store.create();
        var lines = new StringBuilder("Control Number|Document|Folder Path\nD0|D700;X|\n");
        for (int i = 1; i <= 700; i++) {
            lines.append('D').append(i).append("||Mail\n");
        }
        var types = Map.<String, Object>of("fieldTypes", Map.of("Document", "MultipleObject"));

        var result = store.imported(lines.toString(), types);

        assertEquals(701, result.getInt("imported"));
        assertEquals(0, result.getInt("updated"));
        assertEquals("Mail", store.document("D700").getString("folderPath"));
        var later = store.imported("Control Number|Folder Path\nX|Mail\nD700|Mail\n");
        assertEquals(2, later.getInt("updated"));
    }

    @Test
    void anExistingFieldKeepsItsType() {
        var store = Store.create();
        post(store.path("/fields"), Map.of("name", "Size", "type", "WholeNumber"))
                .statusCode(201);

        store.imported("Control Number|Size\nX|12\n");
        assertEquals(12, store.document("X").getInt("fields.Size"));
        store.importing("Control Number|Size\nX|12\n", Map.of("fieldTypes", Map.of("Size", "Decimal")))
                .statusCode(422)
                .body("violations.field", hasItem("fieldTypes.Size"));
        store.importing("Control Number|Size\nX|12\n", Map.of("fieldTypes", Map.of("Size", "WholeNumber")))
                .statusCode(200);
    }

    // Lines that cannot be taken

    @Test
    void aLineThatCannotBeTaken_isAnErrorAndChangesNothing_andTheOthersGoIn() {
        var store = Store.create();
        store.file("good.txt", "good");
        store.file("bad.txt", new byte[] {'a', (byte) 0xC3});
        store.file("nul.txt", "a\0b");

        var result = store.imported(
                "Control Number|Sent|Extracted Text|FILE_PATH|Folder Path\n"
                        + "OK1|2001-01-01|good.txt|good.txt|F\n"
                        + "BADDATE|13/21/2001 3:48 PM|||Never1\n"
                        + "|2001-01-01|||Never2\n"
                        + "OK1|2001-01-01|||Never3\n"
                        + "NONATIVE|2001-01-01||missing.msg|Never4\n"
                        + "NOTEXT|2001-01-01|missing.txt||Never5\n"
                        + "BADTEXT|2001-01-01|bad.txt||Never6\n"
                        + "NULTEXT|2001-01-01|nul.txt||Never7\n"
                        + "CLIMB|2001-01-01||..\\..\\..\\..\\etc\\passwd|Never8\n"
                        + "TOO|MANY|COLUMNS|IN|THIS|LINE\n"
                        + "x".repeat(256) + "|2001-01-01|||Never9\n"
                        + "DEEP|2001-01-01|||" + "d\\".repeat(101) + "\n"
                        + "LONGFOLDER|2001-01-01|||" + "d".repeat(256) + "\n"
                        + "OK2|2001-01-01|||F\n",
                Map.of("fieldTypes", Map.of("Sent", "Date")));

        assertEquals(2, result.getInt("imported"));
        assertEquals(12, result.getInt("failed"));
        List<Integer> lines = result.getList("errors.line");
        assertEquals(List.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14), lines);
        assertEquals("BADDATE", result.getString("errors[0].identifier"));
        assertTrue(result.getString("errors[0].message").contains("Sent"));
        assertTrue(
                result.getString("errors[3].message").contains("missing.msg"), result.getString("errors[3].message"));
        assertTrue(result.getString("errors[4].message").contains("missing.txt"));
        assertTrue(result.getString("errors[5].message").contains("bad.txt"));
        assertTrue(result.getString("errors[6].message").contains("nul.txt"));
        String messages = result.getList("errors.message").toString();
        assertTrue(!messages.contains(Store.importRoot().toString()) && !messages.contains("Exception"), messages);
        assertEquals(List.of("OK1", "OK2"), store.identifiers(""));
        assertEquals(
                List.of("F"), get(store.path("/folders")).extract().jsonPath().getList("items[0].children.name"));
    }

    @Test
    void aLineThatIsRefused_leavesItsIdentifierToALaterOne() {
        var store = Store.create();

        var result = store.imported(
                "Control Number|Sent\nA|no date\nA|2001-05-21\nA|2002-01-01\n",
                Map.of("fieldTypes", Map.of("Sent", "Date")));

        assertEquals(1, result.getInt("imported"));
        assertEquals(List.of(2, 4), result.getList("errors.line"));
        assertEquals("2001-05-21T00:00:00Z", store.document("A").getString("fields.Sent"));
    }

    @Test
    void anErrorLineOfAnExistingDocument_leavesTheDocumentAsItIs() {
        var store = Store.create();
        store.imported(
                "Control Number|Sent|Note|Folder Path\nA|2001-01-01|old|Old\n",
                Map.of("fieldTypes", Map.of("Sent", "Date")));

        var again = store.imported("Control Number|Sent|Note|Folder Path\nA|yesterday|new|New\n");

        assertEquals(1, again.getInt("failed"));
        assertEquals("old", store.document("A").getString("fields.Note"));
        assertEquals("Old", store.document("A").getString("folderPath"));
    }

    @Test
    void limitsHoldOnBothSides() {
        var store = Store.create();
        var result = store.imported(
                "Control Number|Short|Folder Path\n"
                        + "i".repeat(255) + "|" + "s".repeat(255) + "|" + "f".repeat(255) + "\n"
                        + "SHORT|" + "s".repeat(256) + "|\n"
                        + "DEEP||" + "d\\".repeat(100) + "\n",
                Map.of("fieldTypes", Map.of("Short", "FixedLengthText")));

        assertEquals(2, result.getInt("imported"));
        assertEquals(List.of("SHORT"), result.getList("errors.identifier"));
    }

    // Requests that cannot be taken

    @Test
    void everyFaultOfARequestIsNamedAtOnce_andNothingIsMade() {
        var store = Store.create();
        var body = new HashMap<String, Object>();
        body.put("loadFile", "no/such/file.dat");
        body.put("columnDelimiter", "||");
        body.put("quote", "''");
        body.put("encoding", "no-such-encoding");
        body.put("objectType", " ");

        post(store.path("/imports"), body)
                .statusCode(422)
                .body(
                        "violations.field.sort()",
                        equalTo(List.of("columnDelimiter", "encoding", "loadFile", "objectType", "quote")));
        get(store.path("/object-types")).body("items.size()", equalTo(1));
    }

    @Test
    void columnsThatDoNotExist_areRuleViolations_andNothingIsMade() {
        var store = Store.create();
        store.importing(
                        "Control Number|New Field\nA|x\n",
                        Map.of(
                                "identifierColumn",
                                "Nr",
                                "fileColumn",
                                "File",
                                "extractedTextColumn",
                                "Text",
                                "folderPathColumn",
                                "Folder",
                                "fieldTypes",
                                Map.of("Nowhere", "Date", "Control Number", "Date")))
                .statusCode(422)
                .body(
                        "violations.field.sort()",
                        equalTo(List.of(
                                "extractedTextColumn",
                                "fieldTypes.Nowhere",
                                "fileColumn",
                                "folderPathColumn",
                                "identifierColumn")));
        store.importing(
                        "Control Number|New Field\nA|x\n",
                        Map.of("fieldTypes", Map.of("Control Number", "Date"), "objectType", "T"))
                .statusCode(422);
        store.importing("A|Name\nA|x\n", Map.of("objectType", "T")).statusCode(422);
        store.importing("Control Number|Control\u0007\nA|x\n", Map.of()).statusCode(422);
        get(store.path("/fields")).body("items.size()", equalTo(1));
        get(store.path("/object-types")).body("items.size()", equalTo(1));
        assertEquals(0, store.total());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/etc/passwd",
                "../../../../../../etc/passwd",
                "..\\..\\..\\etc\\passwd",
                "C:\\x.dat",
                "\\\\server\\share\\x",
                ".",
                "a\u0000b",
                "no/such.dat"
            })
    void aLoadFileOutsideTheRoot_orNone_isARuleViolation(String path) {
        var store = Store.create();
        post(store.path("/imports"), Map.of("loadFile", path))
                .statusCode(422)
                .body("violations.field", hasItem("loadFile"))
                .body("detail", not(containsString(Store.importRoot().toString())));
    }

    @Test
    void aLinkThatLeadsOut_isRefused_forTheLoadFileAndForNatives() throws IOException {
        var store = Store.create();
        Path secret = Files.createTempFile("secret", ".dat");
        Files.writeString(secret, "Control Number\nSECRET\n");
        Path inside = store.file("inside.txt", "x");
        Files.createSymbolicLink(inside.resolveSibling("link.dat"), secret);

        post(store.path("/imports"), Map.of("loadFile", store.named("link.dat")))
                .statusCode(422);
        var result = store.imported("Control Number|FILE_PATH\nA|link.dat\n");

        assertEquals(1, result.getInt("failed"));
        Files.delete(secret);
    }

    @Test
    void malformedRequests_areBadRequests() {
        var store = Store.create();
        for (String body : List.of(
                "",
                "[]",
                "{\"loadFile\":",
                "{\"loadFile\":\"x\",\"unknown\":1}",
                "{\"loadFile\":{}}",
                "{\"loadFile\":\"x\",\"fieldTypes\":{\"A\":\"Text\"}}",
                "{\"loadFile\":\"x\",\"hasHeader\":\"maybe\"}",
                "{\"loadFile\":\"x\",\"columns\":\"A\"}")) {
            post(store.path("/imports"), body).statusCode(400).body("$", hasKey("detail"));
        }
    }

    @Test
    void anEmptyLoadFile_isARuleViolation_andOneWithOnlyAHeaderIsEmpty() {
        var store = Store.create();
        store.importing("", Map.of()).statusCode(422).body("violations.field", hasItem("loadFile"));

        var result = store.imported("Control Number|A\n");
        assertEquals(0, result.getInt("imported"));
        assertEquals(0, result.getInt("failed"));
    }

    // Much, and at once

    @Test
    void manyLines_goInPartByPart_andTheFileIsHeldAgainstItself() {
        var store = Store.create();
        var lines = new StringBuilder("Control Number|Note\n");
        for (int i = 0; i < 3_000; i++) {
            lines.append("D").append(i).append("|note ").append(i).append('\n');
        }
        lines.append("D7|again\n");

        var result = store.imported(lines.toString());

        assertEquals(3_000, result.getInt("imported"));
        assertEquals(List.of(3_002), result.getList("errors.line"));
        assertEquals(3_000, store.total());
        assertEquals("note 7", store.document("D7").getString("fields.Note"));
    }

    @Test
    void importsAtOnceIntoOneWorkspace_eachTakeAllTheirLines() throws Exception {
        var store = Store.create();
        var identifiers = new ArrayList<Integer>();
        for (int i = 0; i < 600; i++) {
            identifiers.add(i);
        }
        var imports = new ArrayList<Callable<JsonPath>>();
        for (int i = 0; i < 4; i++) {
            if (i % 2 == 1) {
                Collections.reverse(identifiers);
            }
            var lines = new StringBuilder("Control Number|Folder Path|Field of all|Field " + i + "\n");
            identifiers.forEach(id ->
                    lines.append("D").append(id).append("|F").append(id % 5).append("\\S|x|y\n"));
            String name = "load" + i + ".dat";
            store.file(name, lines.toString());
            var body = new LinkedHashMap<String, Object>();
            body.put("loadFile", store.named(name));
            body.put("columnDelimiter", "|");
            imports.add(() ->
                    post(store.path("/imports"), body).statusCode(200).extract().jsonPath());
        }

        var threads = Executors.newFixedThreadPool(imports.size());
        var results = new ArrayList<JsonPath>();
        try {
            for (var result : threads.invokeAll(imports, 60, TimeUnit.SECONDS)) {
                results.add(result.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertEquals(
                600,
                results.stream().mapToInt(result -> result.getInt("imported")).sum());
        assertEquals(
                1_800,
                results.stream().mapToInt(result -> result.getInt("updated")).sum());
        assertEquals(
                0, results.stream().mapToInt(result -> result.getInt("failed")).sum());
        assertEquals(600, store.total());
        get(store.path("/fields")).body("items.size()", equalTo(6));
        get(store.path("/folders")).body("items[0].children.size()", equalTo(5));
    }

    // Samples of the Import Service, where they lie beside the project

    @Test
    void theSampleLoadFiles_goIn() throws IOException {
        Path samples = Path.of("..", "shared", "data").toAbsolutePath().normalize();
        Assumptions.assumeTrue(Files.isDirectory(samples), "no samples beside the project");
        var store = Store.create();
        try (var files = Files.walk(samples)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                store.file(samples.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        List<String> columns = List.of(
                "Control Number",
                "Custodian",
                "Date Created",
                "Date Last Modified",
                "Date Received",
                "Date Sent",
                "Document Extension",
                "Email BCC",
                "Email CC",
                "Email From",
                "Email Subject",
                "Email To",
                "Extracted Text",
                "Filename",
                "Filesize",
                "Folder Path",
                "Group Identifier",
                "MD5 Hash",
                "number of attachments",
                "Parent Document ID",
                "Subject",
                "Title",
                "FILE_PATH");
        Map<String, Object> pipes =
                Map.of("columnDelimiter", "|", "quote", "", "fieldTypes", Map.of("Date Sent", "Date"));

        var first = sample(store, "load_file_01.dat", pipes);
        var second = sample(
                store,
                "load_file_02.dat",
                Map.of("columnDelimiter", "|", "quote", "", "hasHeader", false, "columns", columns));
        var third = sample(store, "load_file_03.dat", Map.of("hasHeader", false, "columns", columns));
        var fourth = sample(store, "load_file_04.dat", Map.of("columnDelimiter", "|", "quote", "^"));
        var fifth = sample(store, "load_file_05.dat", pipes);
        var objects = sample(store, "rdo_load_file_01.dat", Map.of("objectType", "Domain"));

        for (var result : List.of(first, second, third, fourth, objects)) {
            assertEquals(List.of(), result.getList("errors"));
            assertTrue(result.getInt("imported") > 0);
        }
        assertEquals(List.of("Sample_Err0001", "Sample_Err0002"), fifth.getList("errors.identifier"));
        assertEquals(2, fifth.getInt("updated"));
        var document = store.document("Sample_0000001");
        assertEquals("2001-05-21T15:48:00Z", document.getString("fields.'Date Sent'"));
        assertEquals("SampleJohn\\Deleted Items", document.getString("folderPath"));
        assertEquals("EDRM-Sample1.pdf", document.getString("native.fileName"));
        assertArrayEquals(
                Files.readAllBytes(samples.resolve("VOL01/NATIVES/NATIVE00001/EDRM-Sample1.pdf")),
                get(store.path("/documents/Sample_0000001/native")).extract().asByteArray());
        assertEquals("Sample_|_00000013", store.document("Sample_|_00000013").getString("identifier"));
    }

    private static JsonPath sample(Store store, String name, Map<String, Object> options) {
        var body = new HashMap<>(options);
        body.put("loadFile", store.named(name));
        return post(store.path("/imports"), body).statusCode(200).extract().jsonPath();
    }
}
