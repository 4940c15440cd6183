package com.relativity.sync.store.loadfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConcordanceReaderTest {

    private static final LoadFileFormat PIPES = new LoadFileFormat('|', null, true, null, null);
    private static final LoadFileFormat CARETS = new LoadFileFormat('|', '^', true, null, null);
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    @Test
    void aFileWithConcordancesOwnDelimiters_isReadByDefault() throws Exception {
        var rows = read(
                "þIdþ\u0014þNameþ\r\nþA1þ\u0014þZipper, Andrewþ\r\nþA2þ\u0014þþ\r\n", LoadFileFormat.concordance());

        assertEquals(List.of("Id", "Name"), rows.columns);
        assertEquals(List.of(List.of("A1", "Zipper, Andrew"), List.of("A2", "")), rows.values());
        assertEquals(List.of(2L, 3L), rows.lines());
    }

    @Test
    void aFileWithoutQuotes_isReadAsItStands() throws Exception {
        var rows = read("Id|Name\nA1|^x^ and þyþ\n", PIPES);

        assertEquals(List.of(List.of("A1", "^x^ and þyþ")), rows.values());
    }

    @Test
    void aDelimiterInsideQuotes_isPartOfTheValue() throws Exception {
        var rows = read("Id|Name\n^A|1^|plain\n", CARETS);

        assertEquals(List.of(List.of("A|1", "plain")), rows.values());
    }

    @Test
    void aDoubledQuoteInsideQuotes_isOneQuote() throws Exception {
        var rows = read("Id|Name\n^A^^1^|^^^^\n", CARETS);

        assertEquals(List.of(List.of("A^1", "^")), rows.values());
    }

    @Test
    void aQuoteInTheMiddleOfAnUnquotedValue_isPlainText() throws Exception {
        var rows = read("Id|Name\nA1|one^two^\nA2| ^x^\n", CARETS);

        assertEquals(List.of(List.of("A1", "one^two^"), List.of("A2", " ^x^")), rows.values());
    }

    @Test
    void aLineBreakInsideQuotes_isPartOfTheValue_andCountsAsALine() throws Exception {
        var rows = read("Id|Name\n^A1^|^one\r\ntwo\n\nthree\rfour^\nA2|x\n", CARETS);

        assertEquals(List.of(List.of("A1", "one\r\ntwo\n\nthree\rfour"), List.of("A2", "x")), rows.values());
        assertEquals(List.of(2L, 7L), rows.lines());
    }

    @Test
    void theRegisteredSign_isALineBreakInAValue_quotedOrNot() throws Exception {
        var rows = read("Id|Na®me\nA1|one®two\nA2|^®^\n", CARETS);

        assertEquals(List.of("Id", "Na®me"), rows.columns);
        assertEquals(List.of(List.of("A1", "one\ntwo"), List.of("A2", "\n")), rows.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEnd_isUnderstood_andTheLastLineNeedsNone(String end) throws Exception {
        var rows = read("Id|Name" + end + "A1|x" + end + end + "A2|y", PIPES);

        assertEquals(List.of(List.of("A1", "x"), List.of("A2", "y")), rows.values());
        assertEquals(List.of(2L, 4L), rows.lines());
    }

    @Test
    void blankLines_arePassedOver_butAnEmptyQuotedValueIsARow() throws Exception {
        var rows = read("\n\nId\nA1\n   \n\n^^\n\n", CARETS);

        assertEquals(List.of(List.of("A1"), List.of("")), rows.values());
        assertEquals(List.of(4L, 7L), rows.lines());
    }

    @Test
    void aLineOfDelimiters_isARowOfEmptyValues() throws Exception {
        var rows = read("Id|Name|X\n||\n", PIPES);

        assertEquals(List.of(List.of("", "", "")), rows.values());
    }

    @Test
    void withoutAHeaderRow_theGivenColumnsNameTheValues() throws Exception {
        var rows = read("A1|x\nA2|y", new LoadFileFormat('|', null, false, null, List.of("Id", "Name")));

        assertEquals(List.of("Id", "Name"), rows.columns);
        assertEquals(List.of(List.of("A1", "x"), List.of("A2", "y")), rows.values());
        assertEquals(List.of(1L, 2L), rows.lines());
    }

    @Test
    void columnsGivenBesidesAHeaderRow_takeItsPlace() throws Exception {
        var rows = read("Id|Name\nA1|x\n", new LoadFileFormat('|', null, true, null, List.of("Key", "Title")));

        assertEquals(List.of("Key", "Title"), rows.columns);
        assertEquals(List.of(List.of("A1", "x")), rows.values());
    }

    @Test
    void columnsGivenBesidesAHeaderRowOfAnotherCount_areRefused() {
        var format = new LoadFileFormat('|', null, true, null, List.of("Key"));

        assertUnreadable("has 2 columns, but 1 were named", "Id|Name\nA1|x\n", format);
    }

    @Test
    void aRowWithTooFewOrTooManyValues_isAFault_andTheOthersAreRead() throws Exception {
        var rows = read("Id|Name\nA1\nA2|x\nA3|x|y\nA4|z\n", PIPES);

        assertEquals(List.of(List.of("A2", "x"), List.of("A4", "z")), rows.values());
        assertEquals(List.of(2L, 4L), rows.faultyLines());
        assertTrue(rows.faults.get(0).fault().contains("1 values"), rows.faults.toString());
        assertTrue(rows.faults.get(1).fault().contains("3 values"), rows.faults.toString());
    }

    @Test
    void aQuoteThatIsNeverClosed_costsItsOwnLineOnly() throws Exception {
        var rows = read("Id|Name\n^A1^|^open\n^A2^|^x^\n^A3^|^y^\n", CARETS);

        assertEquals(List.of(List.of("A2", "x"), List.of("A3", "y")), rows.values());
        assertEquals(List.of(2L), rows.faultyLines());
        assertTrue(rows.faults.get(0).fault().contains("Column 2"), rows.faults.toString());
        assertEquals(List.of(3L, 4L), rows.lines());
    }

    @Test
    void aQuoteThatIsNeverClosed_beforeLinesWithoutQuotes_costsItsOwnLineOnly() throws Exception {
        var rows = read("Id|Name\nA1|^open\nA2|x\nA3|y", CARETS);

        assertEquals(List.of(List.of("A2", "x"), List.of("A3", "y")), rows.values());
        assertEquals(List.of(2L), rows.faultyLines());
    }

    @Test
    void severalQuotesThatAreNeverClosed_costTheirOwnLinesOnly() throws Exception {
        var rows = read("Id|Name\nA1|^open\nA2|^open\nA3|^o^^pen\n^A4^|z\nA5|^open", CARETS);

        assertEquals(List.of(List.of("A4", "z")), rows.values());
        assertEquals(List.of(2L, 3L, 4L, 6L), rows.faultyLines());
    }

    @Test
    void textBehindAClosingQuote_isAFault() throws Exception {
        var rows = read("Id|Name\n^A1^x|y\nA2|^one^two\nA3|z\n", CARETS);

        assertEquals(List.of(List.of("A3", "z")), rows.values());
        assertEquals(List.of(2L, 3L), rows.faultyLines());
    }

    @Test
    void aRowWhoseLastQuoteIsWrittenTwice_isClosedByIt() throws Exception {
        var rows = read("^Id^|^Name^^\r\n^A1^|^x^^\r\n^A2^|^y^^", CARETS);

        assertEquals(List.of("Id", "Name"), rows.columns);
        assertEquals(List.of(List.of("A1", "x"), List.of("A2", "y")), rows.values());
        assertEquals(List.of(2L, 3L), rows.lines());
    }

    @Test
    void aQuoteBeforeALineBreakInsideAWellFormedValue_staysWhatItIs() throws Exception {
        var rows = read("Id|Name\nA1|^x^^\r\nmore^\nA2|y\n", CARETS);

        assertEquals(List.of(List.of("A1", "x^\r\nmore"), List.of("A2", "y")), rows.values());
    }

    @Test
    void everyByteOrderMark_isUnderstoodAndNoPartOfTheFirstColumn() throws Exception {
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            var rows = read(
                    ("\uFEFFþIdþ\u0014þNäme 𝄞þ\r\nþA1þ\u0014þ日本語þ").getBytes(charset), LoadFileFormat.concordance());

            assertEquals(List.of("Id", "Näme 𝄞"), rows.columns, charset.name());
            assertEquals(List.of(List.of("A1", "日本語")), rows.values(), charset.name());
        }
    }

    @Test
    void utf16WithoutAByteOrderMark_isReadWhenAskedFor() throws Exception {
        for (var written : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            var rows = read(
                    "Id|Name\nA1|é\n".getBytes(written),
                    new LoadFileFormat('|', null, true, StandardCharsets.UTF_16, null));

            assertEquals(List.of(List.of("A1", "é")), rows.values(), written.name());
        }
    }

    @Test
    void windows1252_isReadWhenAskedFor() throws Exception {
        var format = new LoadFileFormat('\u0014', 'þ', true, WINDOWS_1252, null);

        var rows = read("þIdþ\u0014þNameþ\r\nþA1þ\u0014þ€ “é”®ÿþ\r\n".getBytes(WINDOWS_1252), format);

        assertEquals(List.of(List.of("A1", "€ “é”\nÿ")), rows.values());
    }

    @Test
    void bytesThatAreNoText_areAFaultOfTheirRow_andNeverReplaced() throws Exception {
        var file = new ByteArrayOutputStream();
        file.writeBytes("Id|Name\nA1|ok\nA2|".getBytes(StandardCharsets.UTF_8));
        file.write(0xE9);
        file.writeBytes("\nA3|\uD83D\uDC00 and \uFFFD\n".getBytes(StandardCharsets.UTF_8));
        file.writeBytes(new byte[] {'A', '4', '|', (byte) 0xC3, '\n'});
        file.writeBytes(new byte[] {'A', '5', '|', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'});
        file.writeBytes("A6|ok\nA7|".getBytes(StandardCharsets.UTF_8));
        file.write(0xE2);

        var rows = read(file.toByteArray(), PIPES);

        assertEquals(
                List.of(List.of("A1", "ok"), List.of("A3", "\uD83D\uDC00 and \uFFFD"), List.of("A6", "ok")),
                rows.values());
        assertEquals(List.of(3L, 5L, 6L, 8L), rows.faultyLines());
        assertEquals("A2", rows.faults.get(0).values().get(0));
        assertTrue(rows.faults.get(0).fault().contains("encoding"), rows.faults.toString());
    }

    @Test
    void byteValuesThatWindows1252DoesNotHave_areAFault() throws Exception {
        var format = new LoadFileFormat('|', null, true, WINDOWS_1252, null);

        var rows = read(new byte[] {'I', 'd', '\n', (byte) 0x81, '\n', 'A', '2'}, format);

        assertEquals(List.of(List.of("A2")), rows.values());
        assertEquals(List.of(2L), rows.faultyLines());
    }

    @Test
    void halfACharacterOfUtf16AtTheEnd_isAFault() throws Exception {
        var file = new ByteArrayOutputStream();
        file.writeBytes("\uFEFFId\nA1\nA2".getBytes(StandardCharsets.UTF_16LE));
        file.write('x');

        var rows = read(file.toByteArray(), PIPES);

        assertEquals(List.of(List.of("A1")), rows.values());
        assertEquals(List.of(3L), rows.faultyLines());
    }

    @Test
    void aByteOrderMarkThatContradictsTheGivenEncoding_isRefused() {
        var format = new LoadFileFormat('|', null, true, WINDOWS_1252, null);

        assertUnreadable("byte order mark of UTF-8", "\uFEFFId\nA1", format);
    }

    @Test
    void anEmptyFile_isRefused() {
        assertUnreadable("is empty", "", PIPES);
        assertUnreadable("is empty", "\uFEFF", PIPES);
        assertUnreadable("is empty", "\r\n\r\n", PIPES);
        assertUnreadable("is empty", "\n", new LoadFileFormat('|', null, false, null, List.of("Id")));
    }

    @Test
    void aFileWithAHeaderRowOnly_hasNoRows() throws Exception {
        var rows = read("Id|Name", PIPES);

        assertEquals(List.of("Id", "Name"), rows.columns);
        assertEquals(List.of(), rows.values());
    }

    @Test
    void aHeaderRowWithABadName_isRefused() {
        assertUnreadable("'Name' twice", "Id|Name| Name \nA1|x|y", PIPES);
        assertUnreadable("Column 2 has no name", "Id||Name\nA1|x|y", PIPES);
        assertUnreadable("column 1 holds a control character", "I\0d|Name\nA1|x", PIPES);
        assertUnreadable("encoding", new byte[] {'I', (byte) 0xFE, '\n'}, PIPES);
        assertUnreadable("quote is not closed", "^Id|Name", CARETS);
    }

    @Test
    void aFormatWhosePartsContradictEachOther_cannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> new LoadFileFormat('|', '|', true, null, null));
        assertThrows(IllegalArgumentException.class, () -> new LoadFileFormat('\n', null, true, null, null));
        assertThrows(IllegalArgumentException.class, () -> new LoadFileFormat('|', '®', true, null, null));
        assertThrows(IllegalArgumentException.class, () -> new LoadFileFormat('|', null, false, null, null));
        assertThrows(IllegalArgumentException.class, () -> new LoadFileFormat('|', null, false, null, List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> new LoadFileFormat('|', null, false, null, List.of("A", "A")));
        assertThrows(IllegalArgumentException.class, () -> new LoadFileFormat('|', null, false, null, List.of(" ")));
    }

    @Test
    void aValueOfTheLongestLength_isRead_andALongerOneIsAFaultOfItsRow() throws Exception {
        var limits = new Limits(4, 100, 10);

        var rows = read(bytes("Id|N\nA1|1234\nA2|12345\nA3|^12^^4^\nA4|^12\n45^\nA5|x\n"), CARETS, limits);

        assertEquals(List.of(List.of("A1", "1234"), List.of("A3", "12^4"), List.of("A5", "x")), rows.values());
        assertEquals(List.of(3L, 5L), rows.faultyLines());
        assertTrue(rows.faults.get(0).fault().contains("longer than 4 characters"), rows.faults.toString());
        assertEquals(List.of("A2", ""), rows.faults.get(0).values());
    }

    @Test
    void aRowOfTheLongestLength_isRead_andALongerOneIsAFault() throws Exception {
        var limits = new Limits(4, 6, 10);

        var rows = read(bytes("I|J|K\n12|34|56\n12|34|567\n1|2|3\n"), CARETS, limits);

        assertEquals(List.of(List.of("12", "34", "56"), List.of("1", "2", "3")), rows.values());
        assertEquals(List.of(3L), rows.faultyLines());
    }

    @Test
    void aFileWithTheMostColumns_isRead_andOneWithMoreIsRefused() throws Exception {
        var limits = new Limits(10, 100, 3);

        var rows = read(bytes("I|J|K\n1|2|3\n1|2|3|4\n"), PIPES, limits);

        assertEquals(List.of(List.of("1", "2", "3")), rows.values());
        assertEquals(List.of(3L), rows.faultyLines());
        var refused = assertThrows(LoadFileUnreadable.class, () -> read(bytes("I|J|K|L\n1|2|3|4\n"), PIPES, limits));
        assertTrue(refused.getMessage().contains("more than 3 columns"), refused.getMessage());
    }

    @Test
    void anOpenQuoteBeforeMoreTextThanCanBeHeld_costsItsOwnLineAndNoOther() throws Exception {
        var limits = new Limits(10, 20, 3);

        var rows = read(bytes("I|J\nA1|^open\n" + "A2|x\n".repeat(100)), CARETS, limits);

        assertEquals(Collections.nCopies(100, List.of("A2", "x")), rows.values());
        assertEquals(List.of(2L), rows.faultyLines());
        assertTrue(rows.faults.get(0).fault().contains("a quote is not closed"), rows.faults.toString());
    }

    @Test
    void aStrayQuote_howeverFarTheNextOneIs_costsItsOwnLineAndNoOther() throws Exception {
        var limits = new Limits(1000, 2000, 3);
        var between = 40_000;
        var text = new StringBuilder("I|J\r\nA0|^17 inch\r\n");
        for (var row = 1; row <= between; row++) {
            text.append('A').append(row).append(row % 3 == 0 ? "|^^\r\n" : "|ä日\r\n");
        }
        text.append("B1|^a| b^\r\nB2|^stray again\r\nB3|last");
        // One of them cannot be read from within, so it is read from its beginning.
        for (var encoding : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "windows-31j", "GB18030", "ISO-2022-JP-2")) {
            var written = text.toString().getBytes(Charset.forName(encoding));

            var rows = read(written, new LoadFileFormat('|', '^', true, Charset.forName(encoding), null), limits);

            assertEquals(List.of(2L, between + 4L), rows.faultyLines(), encoding);
            assertEquals(between + 2, rows.good.size(), encoding);
            assertEquals(
                    List.of("A1", new String("ä日".getBytes(Charset.forName(encoding)), encoding)),
                    rows.good.get(0).values());
            for (var row = 0; row < between; row++) {
                assertEquals("A" + (row + 1), rows.good.get(row).values().get(0), encoding);
                assertEquals(row + 3L, rows.good.get(row).line(), encoding);
            }
            assertEquals(List.of("B1", "a| b"), rows.good.get(between).values(), encoding);
            assertEquals(List.of("B3", "last"), rows.good.get(between + 1).values(), encoding);
        }
    }

    @Test
    void linesBehindAStrayQuote_thatHoldBytesOfNoCharacter_areFaultsOfTheirOwn() throws Exception {
        var lines = new ByteArrayOutputStream();
        lines.writeBytes(bytes("I|J\nA0|^17 inch\n"));
        for (var row = 0; row < 30_000; row++) {
            lines.writeBytes(new byte[] {'A', '|', (byte) 0xE4, (byte) 0xC3, '\n'});
            lines.writeBytes(bytes("B|x\n"));
        }

        var rows = read(lines.toByteArray(), CARETS, new Limits(100, 200, 3));

        assertEquals(Collections.nCopies(30_000, List.of("B", "x")), rows.values());
        assertEquals(30_001, rows.faults.size());
        assertEquals(60_001L, rows.faults.get(30_000).line());
        assertEquals(List.of("A", "\uFFFD\uFFFD"), rows.faults.get(30_000).values());
    }

    @Test
    void aStrayQuoteBehindAValueThatIsTooLong_leavesTheFirstFault() throws Exception {
        var rows = read(bytes("I|J\n^12345^|^x\nA2|y\n^1\n2345\n6^|x\nA3|z\n"), CARETS, new Limits(4, 8, 3));

        assertEquals(List.of(List.of("A2", "y"), List.of("A3", "z")), rows.values());
        assertEquals(List.of(2L, 4L), rows.faultyLines());
        assertTrue(rows.faults.get(0).fault().contains("column 1 is longer than 4"), rows.faults.toString());
        assertTrue(rows.faults.get(1).fault().contains("Lines 4 to 6 were read as one row"), rows.faults.toString());
    }

    @Test
    void valuesLargerThanTheBuffers_comeWhole() throws Exception {
        var value = "ä𝄞\r\n".repeat(50_000);

        var rows = read("Id|Name\nA1|^" + value + "^\nA2|x", CARETS);

        assertEquals(List.of(List.of("A1", value), List.of("A2", "x")), rows.values());
    }

    private Rows read(String text, LoadFileFormat format) throws IOException, LoadFileUnreadable {
        return read(bytes(text), format);
    }

    private Rows read(byte[] bytes, LoadFileFormat format) throws IOException, LoadFileUnreadable {
        return read(bytes, format, Limits.DEFAULT);
    }

    private Rows read(byte[] bytes, LoadFileFormat format, Limits limits) throws IOException, LoadFileUnreadable {
        var file = Files.write(folder.resolve("load.dat"), bytes);
        try (var reader = ConcordanceReader.open(file, format, limits)) {
            var rows = new Rows(reader.columns(), new ArrayList<>(), new ArrayList<>());
            reader.forEachRemaining(row -> (row.isGood() ? rows.good : rows.faults).add(row));
            assertFalse(reader.hasNext());
            return rows;
        }
    }

    private void assertUnreadable(String reason, String text, LoadFileFormat format) {
        assertUnreadable(reason, bytes(text), format);
    }

    private void assertUnreadable(String reason, byte[] bytes, LoadFileFormat format) {
        var refused = assertThrows(LoadFileUnreadable.class, () -> read(bytes, format));

        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertNull(refused.getCause());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Rows(List<String> columns, List<LoadFileRow> good, List<LoadFileRow> faults) {

        List<List<String>> values() {
            return good.stream().map(LoadFileRow::values).toList();
        }

        List<Long> lines() {
            return good.stream().map(LoadFileRow::line).toList();
        }

        List<Long> faultyLines() {
            return faults.stream().map(LoadFileRow::line).toList();
        }
    }
}
