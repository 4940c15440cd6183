package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Reads a delimited load file row by row; holds one row in memory, not the file. A row that cannot be read carries a fault and the next
 * ones are read all the same. Blank lines are passed over. For one thread at a time.
 */
public final class ConcordanceReader implements Iterator<LoadFileRow>, AutoCloseable {

    /** Opens the file and reads its header row. */
    public static ConcordanceReader open(Path file, LoadFileFormat format) throws IOException, LoadFileUnreadable {
        throw new UnsupportedOperationException(file + " " + format);
    }

    /** Names of the columns, in order, all different. */
    public List<String> columns() {
        throw new UnsupportedOperationException();
    }

    /** @throws java.io.UncheckedIOException when the file cannot be read on */
    @Override
    public boolean hasNext() {
        throw new UnsupportedOperationException();
    }

    /** @throws java.io.UncheckedIOException when the file cannot be read on */
    @Override
    public LoadFileRow next() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
