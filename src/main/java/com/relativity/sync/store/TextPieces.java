package com.relativity.sync.store;

import java.io.IOException;
import java.io.Reader;

import com.relativity.sync.store.query.Condition;

/**
 * Cuts a text into pieces, each of which begins with the end of the one before: what a condition looks for lies in one of them whole. Holds one
 * piece. Blocks; for one thread at a time.
 */
final class TextPieces implements AutoCloseable {

    /** @param first where in the text it begins */
    record Piece(long first, String text, boolean isLast) {}

    private final Reader text;
    private final int characters;
    private String kept = "";
    private long first;

    /** @param characters of a piece, more than the longest part of a text that a condition looks for */
    TextPieces(Reader text, int characters) {
        this.text = text;
        this.characters = characters;
    }

    /** PostgreSQL knows no NUL; a blank in its place keeps the words beside it apart. */
    Piece next() throws IOException {
        StringBuilder piece = new StringBuilder(kept);
        char[] buffer = new char[8192];
        int read = 0;
        while (read >= 0 && piece.length() < characters) {
            read = text.read(buffer, 0, Math.min(buffer.length, characters - piece.length()));
            piece.append(buffer, 0, Math.max(read, 0));
        }
        boolean halved = read >= 0 && Character.isHighSurrogate(piece.charAt(piece.length() - 1));
        int other = halved ? text.read() : -1;
        if (other >= 0) {
            piece.append((char) other);
        }
        Piece next = new Piece(first, piece.toString().replace('\0', ' '), read < 0);
        int cut = Math.max(piece.length() - Condition.MOST_OF_LONG_TEXT, 0);
        if (cut > 0 && Character.isLowSurrogate(piece.charAt(cut))) {
            cut--;
        }
        kept = piece.substring(cut);
        first += cut;
        return next;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
