package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Reads a delimited load file row by row; holds one row in memory, not the file. A row that cannot be read carries a fault and the next
 * ones are read all the same. Blank lines are passed over. For one thread at a time.
 */
public final class ConcordanceReader implements Iterator<LoadFileRow>, AutoCloseable {

    private final RowScanner rows;
    private final List<String> columns;
    private LoadFileRow next;

    private ConcordanceReader(RowScanner rows, List<String> columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Opens the file and reads its header row and the start of what follows.
     *
     * @throws LoadFileUnreadable for an empty file, a header row that cannot be read or names columns badly, a byte order mark that
     *     contradicts the format
     */
    public static ConcordanceReader open(Path file, LoadFileFormat format) throws IOException, LoadFileUnreadable {
        return open(file, format, Limits.DEFAULT);
    }

    static ConcordanceReader open(Path file, LoadFileFormat format, Limits limits)
            throws IOException, LoadFileUnreadable {
        var rows = new RowScanner(DecodedFile.open(file, format.encoding()), format, limits);
        try {
            var columns = format.hasHeader() ? header(rows.next(), format) : format.columns();
            var reader = new ConcordanceReader(rows, List.copyOf(columns));
            reader.next = reader.read();
            if (reader.next == null && !format.hasHeader()) {
                throw new LoadFileUnreadable("The load file is empty.");
            }
            return reader;
        } catch (IOException | LoadFileUnreadable | RuntimeException failed) {
            rows.close();
            throw failed;
        }
    }

    private static List<String> header(LoadFileRow header, LoadFileFormat format) throws LoadFileUnreadable {
        if (header == null) {
            throw new LoadFileUnreadable("The load file is empty; it needs a header row.");
        }
        if (!header.isGood()) {
            throw new LoadFileUnreadable("The header row cannot be read. " + header.fault());
        }
        if (format.columns() != null) {
            if (format.columns().size() != header.values().size()) {
                throw new LoadFileUnreadable(
                        "The load file has " + header.values().size() + " columns, but "
                                + format.columns().size() + " were named.");
            }
            return format.columns();
        }
        var names = header.values().stream().map(String::strip).toList();
        var known = new HashSet<String>();
        for (var name : names) {
            if (name.isEmpty()) {
                throw new LoadFileUnreadable("Column " + (known.size() + 1) + " has no name in the header row.");
            }
            if (name.codePoints().anyMatch(Character::isISOControl)) {
                throw new LoadFileUnreadable("The name of column " + (known.size() + 1)
                        + " holds a control character; check the delimiter, the quote and the encoding.");
            }
            if (!known.add(name)) {
                throw new LoadFileUnreadable("The header row names the column '" + name + "' twice.");
            }
        }
        return names;
    }

    /** Names of the columns, in order, all different. */
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /** @throws UncheckedIOException when the file cannot be read on */
    @Override
    public LoadFileRow next() {
        if (next == null) {
            throw new NoSuchElementException("The load file has no more rows");
        }
        var row = next;
        try {
            next = read();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return row;
    }

    private LoadFileRow read() throws IOException {
        var row = rows.next();
        if (row == null || !row.isGood()) {
            return row;
        }
        if (row.values().size() != columns.size()) {
            return new LoadFileRow(
                    row.line(),
                    row.values(),
                    "The row has " + row.values().size() + " values, but the load file has " + columns.size()
                            + " columns; check its delimiters and quotes.");
        }
        return new LoadFileRow(row.line(), withLineBreaks(row.values()), null);
    }

    private static List<String> withLineBreaks(List<String> values) {
        return values.stream()
                .map(value -> value.replace(LoadFileFormat.LINE_BREAK, '\n'))
                .toList();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
