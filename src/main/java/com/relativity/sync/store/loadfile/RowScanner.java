package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the characters of a load file into rows. A value that begins with the quote ends with it, may hold delimiters and line breaks, and
 * holds a quote as two; a quote anywhere else is plain text.
 *
 * <p>A quote that is never closed must not swallow the rows behind it: where a quoted value turns out to be broken, the row ends with the
 * line on which the value began, and reading goes on with the next line.
 */
final class RowScanner implements AutoCloseable {

    private enum End {
        VALUE,
        ROW
    }

    private final DecodedFile file;
    private final char delimiter;
    private final int quote;
    private final Limits limits;

    private long line = 1;

    // Of the row being read
    private final StringBuilder text = new StringBuilder();
    private List<String> values;
    private int count;
    private int characters;
    private boolean quoted;
    private boolean tooLong;
    private String fault;

    RowScanner(DecodedFile file, LoadFileFormat format, Limits limits) {
        this.file = file;
        this.delimiter = format.columnDelimiter();
        this.quote = format.quote() == null ? DecodedFile.END : format.quote();
        this.limits = limits;
    }

    /** The next row that is not blank, null at the end. Whether it has the right number of values is not looked at. */
    LoadFileRow next() throws IOException {
        while (file.peek() != DecodedFile.END) {
            var start = line;
            values = new ArrayList<>();
            count = 0;
            characters = 0;
            fault = null;
            var end = End.VALUE;
            while (end == End.VALUE) {
                end = value();
            }
            if (!isBlank()) {
                return new LoadFileRow(start, values, fault);
            }
        }
        return null;
    }

    private boolean isBlank() {
        return count == 1 && fault == null && !quoted && values.get(0).isBlank();
    }

    private End value() throws IOException {
        text.setLength(0);
        tooLong = false;
        quoted = quote != DecodedFile.END && file.peek() == quote;
        var end = quoted ? quotedValue() : plainValue();
        keep();
        return end;
    }

    private End plainValue() throws IOException {
        while (true) {
            var character = file.read();
            if (character == delimiter) {
                return End.VALUE;
            }
            if (character == DecodedFile.END) {
                return End.ROW;
            }
            if (isLineEnd(character)) {
                endLine(character);
                return End.ROW;
            }
            append((char) character);
        }
    }

    private End quotedValue() throws IOException {
        file.read();
        var first = new FirstLine();
        while (true) {
            var character = file.read();
            if (character == DecodedFile.END) {
                return first.endRow("a quote is not closed");
            }
            if (character == quote && file.peek() != quote) {
                var next = file.peek();
                if (next == delimiter) {
                    file.read();
                    first.closed();
                    return End.VALUE;
                }
                if (next == DecodedFile.END) {
                    first.closed();
                    return End.ROW;
                }
                if (isLineEnd(next)) {
                    first.closed();
                    endLine(file.read());
                    return End.ROW;
                }
                return first.endRow("text follows a closing quote");
            }
            if (character == quote) {
                file.read();
                append((char) quote);
            } else if (isLineEnd(character)) {
                first.noteEnd();
                append((char) character);
                if (character == '\r' && file.peek() == '\n') {
                    append((char) file.read());
                }
                line++;
                first.noteNext();
            } else {
                append((char) character);
            }
        }
    }

    /**
     * The line on which a quoted value began. Once the value turns out to be broken, the row ends with that line, and reading goes back to the
     * next one, however far behind that is. A value read from there ends at the latest where this one did, so nothing is read many times.
     */
    private final class FirstLine {

        private final long number = line;
        private DecodedFile.Position next;
        private boolean ended;
        private int textCharacters;
        private boolean textTooLong;
        private String earlierFault;

        void noteEnd() {
            if (!ended) {
                ended = true;
                textCharacters = text.length();
                textTooLong = tooLong;
                earlierFault = fault;
            }
        }

        void noteNext() {
            if (next == null) {
                next = file.position();
            }
        }

        /** Whoever forgot a quote must hear which lines that cost, where they are too many for a value. */
        void closed() {
            if (ended && tooLong && !textTooLong && earlierFault == null) {
                fault += " Lines " + number + " to " + line
                        + " were read as one row; look for a quote that is not closed.";
            }
        }

        End endRow(String reason) throws IOException {
            if (ended) {
                file.goTo(next);
                line = number + 1;
                text.setLength(textCharacters);
                tooLong = textTooLong;
                fault = earlierFault;
            } else if (file.peek() != DecodedFile.END) {
                skipLine();
                return fail(reason);
            }
            if (!tooLong && text.length() > 0 && text.charAt(text.length() - 1) == quote) {
                // Some programs close the last value of a line with two quotes. Read by the rules, that is a quote and
                // a value that goes on; now that it does not go on well, it is taken for the end.
                text.setLength(text.length() - 1);
                return End.ROW;
            }
            return fail(reason);
        }

        private End fail(String reason) {
            fault("Column " + (count + 1) + " cannot be read: " + reason + "; quotes inside a value must be doubled.");
            return End.ROW;
        }
    }

    private void skipLine() throws IOException {
        for (var character = file.read(); character != DecodedFile.END; character = file.read()) {
            if (isLineEnd(character)) {
                endLine(character);
                return;
            }
        }
    }

    private void append(char character) {
        if (text.length() == limits.valueCharacters()) {
            tooLong = true;
            fault("The value of column " + (count + 1) + " is longer than " + limits.valueCharacters()
                    + " characters; put such a text into a file of its own.");
        } else if (characters == limits.rowCharacters()) {
            tooLong = true;
            fault("The row is longer than " + limits.rowCharacters()
                    + " characters; put its long texts into files of their own.");
        } else {
            characters++;
            text.append(character);
        }
    }

    private void keep() {
        count++;
        if (count <= limits.columns()) {
            values.add(tooLong ? "" : decodable(text));
        } else {
            fault("There are more than " + limits.columns() + " columns; check the delimiter.");
        }
    }

    private String decodable(CharSequence value) {
        StringBuilder replaced = null;
        for (var position = 0; position < value.length(); position++) {
            if (value.charAt(position) == DecodedFile.UNDECODABLE
                    && (position == 0 || !Character.isHighSurrogate(value.charAt(position - 1)))) {
                replaced = replaced == null ? new StringBuilder(value) : replaced;
                replaced.setCharAt(position, '\uFFFD');
            }
        }
        if (replaced == null) {
            return value.toString();
        }
        fault("Column " + count
                + " holds bytes that are no text in the file's encoding; name the encoding that the file was"
                + " written in.");
        return replaced.toString();
    }

    private void fault(String message) {
        if (fault == null) {
            fault = message;
        }
    }

    private static boolean isLineEnd(int character) {
        return character == '\n' || character == '\r';
    }

    private void endLine(int character) throws IOException {
        if (character == '\r' && file.peek() == '\n') {
            file.read();
        }
        line++;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
