package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OpticonReaderTest {

    private static final int MOST_PAGES = 3;

    @TempDir
    Path folder;

    @Test
    void aDocumentBegins_whereTheDocumentBreakIsY_andHasTheIdOfItsFirstPage() throws Exception {
        var documents = read("""
                A_1,VOL,.\\IMG\\a1.tif,Y,,,2
                A_2,VOL,.\\IMG\\a2.tif,,,,
                B_1,VOL,IMG/b1.jpg,y,,,1
                C_1,,c.pdf,Y
                C_2,,c2.pdf
                """);

        assertEquals(List.of("A_1", "B_1", "C_1"), identifiers(documents));
        assertEquals(
                List.of(
                        new OpticonDocument.Page(1, "A_1", ".\\IMG\\a1.tif"),
                        new OpticonDocument.Page(2, "A_2", ".\\IMG\\a2.tif")),
                documents.get(0).pages());
        assertEquals(
                List.of(1L, 3L, 4L),
                documents.stream().map(OpticonDocument::line).toList());
        assertEquals(2, documents.get(2).pages().size());
        assertTrue(documents.stream().allMatch(document -> document.fault() == null));
    }

    @Test
    void blankLinesLineEndsAndBlanksAroundValues_sayNothing() throws Exception {
        var documents = read("\r\n A , VOL , a.tif , Y ,,,\r\n\r\n \r\nA2,VOL,a2.tif,N,,,\rB,VOL,b.tif,Y,,,1,,");

        assertEquals(List.of("A", "B"), identifiers(documents));
        assertEquals("a.tif", documents.get(0).pages().get(0).path());
        assertEquals(5, documents.get(0).pages().get(1).line());
        assertNull(documents.get(1).fault());
    }

    @Test
    void aPathMayHoldCommas_inQuotes_orWhereAllColumnsAreThere() throws Exception {
        var documents = read("""
                A,VOL,"Smith, John\\a ""1"".tif",Y
                B,VOL,Smith, John, Jr\\b.tif,Y,,,2
                B2,VOL,Smith, John.tif,,,,
                """);

        assertEquals(List.of("A", "B"), identifiers(documents));
        assertEquals("Smith, John\\a \"1\".tif", documents.get(0).pages().get(0).path());
        assertEquals(
                List.of("Smith, John, Jr\\b.tif", "Smith, John.tif"),
                documents.get(1).pages().stream()
                        .map(OpticonDocument.Page::path)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A2,VOL,Smith, John.tif,Y",
                "A2,VOL",
                "A2",
                "A2,VOL,\"open,,,,",
                "A2,VOL,a.tif,,,,,x",
                "A2,VOL,a.tif,maybe"
            })
    void aRowThatCannotBeRead_isAFaultOfItsDocument_andTheNextDocumentsAreGood(String row) throws Exception {
        var documents = read("A,VOL,a.tif,Y,,,2\n" + row + "\nB,VOL,b.tif,Y,,,1\n");

        assertEquals(List.of("A", "B"), identifiers(documents));
        assertEquals(2, documents.get(0).fault().line());
        assertEquals(List.of(), documents.get(0).pages());
        assertNull(documents.get(1).fault());
    }

    @Test
    void pagesBeforeTheFirstDocument_areOneFault() throws Exception {
        var documents = read("A,VOL,a.tif,,,,\nA2,VOL,a.tif,,,,\nB,VOL,b.tif,Y,,,\n");

        assertEquals(List.of("A", "B"), identifiers(documents));
        assertEquals(1, documents.get(0).fault().line());
        assertTrue(documents.get(0).fault().message().contains("document break"));
    }

    @Test
    void theMostPagesAreTaken_andOneMoreIsAFault() throws Exception {
        String most = "A,V,a.tif,Y\nA2,V,a.tif\nA3,V,a.tif\n";

        assertEquals(MOST_PAGES, read(most).get(0).pages().size());
        var more = read(most + "A4,V,a.tif\nA5,V,a.tif\nB,V,b.tif,Y\n");
        assertEquals(4, more.get(0).fault().line());
        assertEquals(List.of(), more.get(0).pages());
        assertNull(more.get(1).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"})
    void anyEncodingIsRead(String encoding) throws Exception {
        var charset = Charset.forName(encoding);

        var documents = read("Ä1,VOL,Grüße\\ä.tif,Y,,,1\n".getBytes(charset), charset);

        assertEquals("Ä1", documents.get(0).identifier());
        assertEquals("Grüße\\ä.tif", documents.get(0).pages().get(0).path());
    }

    @Test
    void bytesThatAreNoText_areAFault() throws Exception {
        var documents = read("Ä1,VOL,a.tif,Y,,,1\nB,VOL,b.tif,Y\n".getBytes(StandardCharsets.ISO_8859_1), null);

        assertEquals(1, documents.get(0).fault().line());
        assertNull(documents.get(1).fault());
    }

    @Test
    void anEmptyFile_cannotBeRead() {
        for (String content : List.of("", "\n\n", "\ufeff")) {
            assertThrows(LoadFileUnreadable.class, () -> read(content));
        }
    }

    private static List<String> identifiers(List<OpticonDocument> documents) {
        return documents.stream().map(OpticonDocument::identifier).toList();
    }

    private List<OpticonDocument> read(String content) throws IOException, LoadFileUnreadable {
        return read(content.getBytes(StandardCharsets.UTF_8), null);
    }

    private List<OpticonDocument> read(byte[] content, Charset encoding) throws IOException, LoadFileUnreadable {
        Path file = Files.write(folder.resolve("images.opt"), content);
        try (var reader = OpticonReader.open(file, encoding, MOST_PAGES)) {
            var documents = new ArrayList<OpticonDocument>();
            reader.forEachRemaining(documents::add);
            return documents;
        }
    }
}
