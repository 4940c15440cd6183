package com.relativity.sync.store.loadfile;

import java.util.List;

/**
 * One row of a load file.
 *
 * @param line of the file in which the row starts, from 1
 * @param values one a column, empty ones as empty texts; where there is a fault, what could be read, so possibly fewer or more
 * @param fault why the row cannot be taken, in words for the client; null for a good row
 */
public record LoadFileRow(long line, List<String> values, String fault) {

    public LoadFileRow {
        values = List.copyOf(values);
    }

    public boolean isGood() {
        return fault == null;
    }
}
