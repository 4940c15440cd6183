package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConcordanceReaderProperties {

    private static Path file;

    @BeforeContainer
    static void makeFile() throws IOException {
        file = Files.createTempFile("load", ".dat");
    }

    @AfterContainer
    static void removeFile() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 500)
    void whatWasWritten_isRead(@ForAll("loadFiles") LoadFile loadFile) throws Exception {
        Files.write(file, loadFile.bytes());

        try (var reader = ConcordanceReader.open(file, loadFile.format())) {
            assertEquals(loadFile.columns(), reader.columns());
            var rows = new ArrayList<List<String>>();
            while (reader.hasNext()) {
                var row = reader.next();
                assertTrue(row.isGood(), row::toString);
                rows.add(row.values());
            }
            assertEquals(loadFile.rows(), rows);
        }
    }

    @Property(tries = 500)
    void anyBytes_areReadToTheEndWithoutAFailure(@ForAll byte[] bytes, @ForAll("hostile") String text)
            throws Exception {
        var both = new byte[bytes.length + text.length()];
        System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, both, 0, text.length());
        System.arraycopy(bytes, 0, both, text.length(), bytes.length);
        Files.write(file, both);
        var format = new LoadFileFormat('|', '^', false, null, List.of("Id", "Name"));

        try (var reader = ConcordanceReader.open(file, format)) {
            var line = 0L;
            while (reader.hasNext()) {
                var row = reader.next();
                assertTrue(row.line() > line, row::toString);
                line = row.line();
                if (row.isGood()) {
                    assertEquals(2, row.values().size());
                }
            }
        } catch (LoadFileUnreadable empty) {
            assertTrue(empty.getMessage().contains("empty"), empty.getMessage());
        }
    }

    @Property(tries = 500)
    void noLineIsLostToALimit(@ForAll("hostile") String text) throws Exception {
        Files.writeString(file, text);
        var format = new LoadFileFormat('|', '^', false, null, List.of("Id", "Name"));

        try (var reader = ConcordanceReader.open(file, format, new Limits(4, 8, 2));
                var generous = ConcordanceReader.open(file, format)) {
            var lines = new ArrayList<Long>();
            reader.forEachRemaining(row -> lines.add(row.line()));
            generous.forEachRemaining(row -> assertTrue(lines.contains(row.line()), () -> row + " of " + lines));
        } catch (LoadFileUnreadable empty) {
            assertTrue(empty.getMessage().contains("empty"), empty.getMessage());
        }
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.strings().withChars('^', '|', '\n', '\r', 'a').ofMaxLength(60);
    }

    @Provide
    Arbitrary<LoadFile> loadFiles() {
        var delimiters = Arbitraries.of("\u0014þ", "|^", ",\"", "\t'", ";^", "|þ");
        var lineEnds = Arbitraries.of("\n", "\r\n", "\r");
        var encodings = Arbitraries.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
        return Combinators.combine(
                        delimiters,
                        lineEnds,
                        encodings,
                        Arbitraries.of(true, false),
                        tables(),
                        Arbitraries.of(true, false))
                .as(LoadFile::new);
    }

    private static Arbitrary<List<List<String>>> tables() {
        var characters = Arbitraries.strings()
                .withChars('^', '|', 'þ', '\u0014', '"', ',', ';', '\'', '\t', '\n', '\r', ' ', 'a', '\\', '\uFEFF')
                .ofMaxLength(12);
        var anything = Arbitraries.strings()
                .all()
                .excludeChars('\u00AE')
                .ofMaxLength(8)
                .filter(text -> text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE));
        var values = Arbitraries.oneOf(characters, anything, Arbitraries.of("one®two", "", "日本 𐐀"));
        return Arbitraries.integers()
                .between(1, 5)
                .flatMap(
                        width -> values.list().ofSize(width).list().ofMinSize(1).ofMaxSize(6));
    }

    /** @param quoteAll whether also values that need no quotes have them */
    record LoadFile(
            String delimiters,
            String lineEnd,
            Charset encoding,
            boolean quoteAll,
            List<List<String>> table,
            boolean lastLineEnds) {

        List<String> columns() {
            return IntStream.range(0, table.get(0).size())
                    .mapToObj(column -> "Column " + column)
                    .toList();
        }

        List<List<String>> rows() {
            return table.stream()
                    .map(row ->
                            row.stream().map(value -> value.replace('®', '\n')).toList())
                    .toList();
        }

        LoadFileFormat format() {
            return new LoadFileFormat(delimiters.charAt(0), delimiters.charAt(1), true, null, null);
        }

        byte[] bytes() {
            var text = "\uFEFF" + line(columns())
                    + table.stream().map(row -> lineEnd + line(row)).collect(Collectors.joining());
            return (lastLineEnds ? text + lineEnd : text).getBytes(encoding);
        }

        private String line(List<String> values) {
            return values.stream()
                    .map(value -> written(value, values.size() == 1))
                    .collect(Collectors.joining(delimiters.substring(0, 1)));
        }

        private String written(String value, boolean alone) {
            var quote = delimiters.substring(1);
            var needsQuotes = value.startsWith(quote)
                    || value.contains(delimiters.substring(0, 1))
                    || value.contains("\n")
                    || value.contains("\r")
                    || alone && value.isBlank();
            return quoteAll || needsQuotes ? quote + value.replace(quote, quote + quote) + quote : value;
        }
    }
}
