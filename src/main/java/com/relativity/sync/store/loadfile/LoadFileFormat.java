package com.relativity.sync.store.loadfile;

import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;

/**
 * How a delimited load file is written.
 *
 * @param quote around values that hold delimiters or line breaks; null where the file has none
 * @param encoding null: by the byte order mark, UTF-8 without one
 * @param columns null: as the header row says; with a header row and columns given, the header row is passed over
 */
public record LoadFileFormat(
        char columnDelimiter, Character quote, boolean hasHeader, Charset encoding, List<String> columns) {

    public static final char DEFAULT_COLUMN_DELIMITER = '\u0014';
    public static final char DEFAULT_QUOTE = '\u00FE';

    /** Stands for a line break inside a value. */
    public static final char LINE_BREAK = '\u00AE';

    /** @throws IllegalArgumentException in words for the client, where the parts cannot go together */
    public LoadFileFormat {
        if (!canStructure(columnDelimiter)) {
            throw new IllegalArgumentException(
                    "columnDelimiter must be one visible or control character, not a line end or U+00AE, which stand for line breaks.");
        }
        if (quote != null && !canStructure(quote)) {
            throw new IllegalArgumentException(
                    "quote must be one visible or control character, not a line end or U+00AE, which stand for line breaks.");
        }
        if (quote != null && quote == columnDelimiter) {
            throw new IllegalArgumentException("quote and columnDelimiter must differ.");
        }
        if (columns == null && !hasHeader) {
            throw new IllegalArgumentException("columns are required where the load file has no header row.");
        }
        if (columns != null) {
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("columns must name at least one column.");
            }
            if (columns.stream().anyMatch(name -> name == null || name.isBlank())) {
                throw new IllegalArgumentException("columns must not hold a blank name.");
            }
            columns = List.copyOf(columns);
            if (new HashSet<>(columns).size() < columns.size()) {
                throw new IllegalArgumentException("columns must not hold a name twice.");
            }
        }
    }

    /** Concordance's own delimiters, with a header row. */
    public static LoadFileFormat concordance() {
        return new LoadFileFormat(DEFAULT_COLUMN_DELIMITER, DEFAULT_QUOTE, true, null, null);
    }

    private static boolean canStructure(char character) {
        return character != 0
                && character != '\r'
                && character != '\n'
                && character != LINE_BREAK
                && character != '\uFEFF'
                && !Character.isSurrogate(character);
    }
}
