package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/**
 * Reads an Opticon image load file document by document; holds one document in memory, not the file. A row is
 * {@code page id,volume,path,document break,folder break,box break,page count}, of which the last columns may be left out. Volume, folder
 * break, box break and page count say nothing that matters here and are passed over. A value may stand in quotes; a path may hold commas
 * without them where all columns are there. A row that cannot be read makes its document one with a fault, and the next documents are read
 * all the same. For one thread at a time.
 */
public final class OpticonReader implements Iterator<OpticonDocument>, AutoCloseable {

    private static final List<String> COLUMNS =
            List.of("page id", "volume", "path", "document break", "folder break", "box break", "page count");

    private static final int PATH = 2;
    private static final int DOCUMENT_BREAK = 3;
    private static final int NOWHERE = -1;
    private static final Pattern NUMBER_OR_BLANK = Pattern.compile("\\s*[0-9]*\\s*");
    private static final String UNFIT =
            "The row is not made of a page id, a volume, a path, a document break that is Y or empty,"
                    + " and at most three more values; put quotes around a path that holds commas.";
    private static final Limits LIMITS = new Limits(64 * 1024, 256 * 1024, 100);

    private final RowScanner rows;
    private final int mostPages;
    private Row next;

    /** @param fault null for a row that can be read */
    private record Row(long line, String pageId, String path, boolean begins, String fault) {}

    private OpticonReader(RowScanner rows, int mostPages) {
        this.rows = rows;
        this.mostPages = mostPages;
    }

    /**
     * Opens the file and reads its first row.
     *
     * @param encoding null: by the byte order mark, UTF-8 without one
     * @param mostPages of a document; one with more is a fault
     * @throws LoadFileUnreadable for an empty file, and for a byte order mark that contradicts the encoding
     */
    public static OpticonReader open(Path file, Charset encoding, int mostPages)
            throws IOException, LoadFileUnreadable {
        var format = new LoadFileFormat(',', '"', false, encoding, COLUMNS);
        var reader = new OpticonReader(new RowScanner(DecodedFile.open(file, encoding), format, LIMITS), mostPages);
        try {
            reader.next = reader.read();
            if (reader.next == null) {
                throw new LoadFileUnreadable("The Opticon file is empty.");
            }
            return reader;
        } catch (IOException | LoadFileUnreadable | RuntimeException failed) {
            reader.close();
            throw failed;
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /** @throws UncheckedIOException when the file cannot be read on */
    @Override
    public OpticonDocument next() {
        if (next == null) {
            throw new NoSuchElementException("The Opticon file has no more rows");
        }
        try {
            return document();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private OpticonDocument document() throws IOException {
        var first = next;
        var pages = new ArrayList<OpticonDocument.Page>();
        var fault = first.begins()
                ? null
                : new OpticonDocument.Fault(
                        first.line(), "The page belongs to no document: no row before it has the document break Y.");
        do {
            if (fault == null) {
                fault = add(next, pages);
            }
            next = read();
        } while (next != null && !next.begins());
        return new OpticonDocument(first.line(), first.pageId(), fault == null ? pages : List.of(), fault);
    }

    private OpticonDocument.Fault add(Row row, List<OpticonDocument.Page> pages) {
        if (row.fault() != null) {
            return new OpticonDocument.Fault(row.line(), row.fault());
        }
        if (pages.size() == mostPages) {
            return new OpticonDocument.Fault(
                    row.line(), "The document has more than " + mostPages + " pages; split it into several.");
        }
        pages.add(new OpticonDocument.Page(row.line(), row.pageId(), row.path()));
        return null;
    }

    private Row read() throws IOException {
        var row = rows.next();
        if (row == null) {
            return null;
        }
        var values = row.values();
        var column = documentBreak(values);
        var begins = isYes(value(values, column == NOWHERE ? DOCUMENT_BREAK : column));
        var path = values.size() <= PATH ? "" : String.join(",", values.subList(PATH, Math.max(PATH + 1, column)));
        var fault = column == NOWHERE ? UNFIT : null;
        return new Row(row.line(), values.get(0).strip(), path.strip(), begins, row.isGood() ? fault : row.fault());
    }

    /** The column of the document break: the fourth one, or a later one where the path holds commas; {@link #NOWHERE} in an unfit row. */
    private static int documentBreak(List<String> values) {
        var size = values.size();
        if (size <= PATH) {
            return NOWHERE;
        }
        if (isBreak(value(values, DOCUMENT_BREAK))
                && values.stream().skip(COLUMNS.size()).allMatch(String::isBlank)) {
            return Math.min(DOCUMENT_BREAK, size);
        }
        var column = size - COLUMNS.size() + DOCUMENT_BREAK;
        return size > COLUMNS.size()
                        && values.subList(column, size - 1).stream().allMatch(OpticonReader::isBreak)
                        && NUMBER_OR_BLANK.matcher(values.get(size - 1)).matches()
                ? column
                : NOWHERE;
    }

    private static String value(List<String> values, int column) {
        return column < values.size() ? values.get(column) : "";
    }

    private static boolean isYes(String value) {
        return value.strip().equalsIgnoreCase("Y");
    }

    private static boolean isBreak(String value) {
        return value.isBlank() || isYes(value) || value.strip().equalsIgnoreCase("N");
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
