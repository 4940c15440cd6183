package com.relativity.sync.store.loadfile;

/**
 * What a reader holds in memory at most. A row beyond a limit is a fault of that row.
 *
 * @param valueCharacters of one value
 * @param rowCharacters of all values of a row together
 * @param columns of the header row, or of a row
 */
record Limits(int valueCharacters, int rowCharacters, int columns) {

    /** Some 64 MB of memory for the largest row; longer texts belong into files of their own. */
    static final Limits DEFAULT = new Limits(8 * 1024 * 1024, 16 * 1024 * 1024, 2000);
}
