package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Reads an Opticon image load file document by document; holds one document in memory, not the file. A row is
 * {@code page id,volume,path,document break,folder break,box break,page count}, of which the last columns may be left out. Volume, folder
 * break, box break and page count say nothing that matters here and are passed over. A row that cannot be read makes its document one with
 * a fault, and the next documents are read all the same. For one thread at a time.
 */
public final class OpticonReader implements Iterator<OpticonDocument>, AutoCloseable {

    private static final List<String> COLUMNS =
            List.of("page id", "volume", "path", "document break", "folder break", "box break", "page count");

    private static final int PATH = 2;
    private static final int DOCUMENT_BREAK = 3;
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
        var reader =
                new OpticonReader(new RowScanner(DecodedFile.open(file, encoding), format, LIMITS), mostPages);
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
        var documentBreak = values.size() > DOCUMENT_BREAK ? values.get(DOCUMENT_BREAK).strip() : "";
        return new Row(
                row.line(),
                values.get(0).strip(),
                values.size() > PATH ? values.get(PATH).strip() : "",
                documentBreak.equalsIgnoreCase("Y"),
                row.isGood() ? fault(values, documentBreak) : row.fault());
    }

    private static String fault(List<String> values, String documentBreak) {
        if (values.size() <= PATH) {
            return "The row has " + values.size() + " values; it needs a page id, a volume and a path,"
                    + " with commas between.";
        }
        if (values.stream().skip(COLUMNS.size()).anyMatch(value -> !value.isBlank())) {
            return "The row has " + values.size() + " values; at most " + COLUMNS.size()
                    + " are possible. Put quotes around a path that holds a comma.";
        }
        if (!documentBreak.isEmpty() && !documentBreak.equalsIgnoreCase("Y") && !documentBreak.equalsIgnoreCase("N")) {
            return "The document break of the row must be Y or empty. Put quotes around a path that holds a comma.";
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
