package com.relativity.sync.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of a file as a stream of UTF-8, whatever the file is encoded in: a byte order mark wins, otherwise the encoding asked for. Reading
 * fails with {@link CharacterCodingException} at the first byte that is no text in it, and at a NUL, which no text has.
 */
final class TextFile extends InputStream {

    private static final int PIECE = 8192;

    private final Reader reader;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final CharBuffer characters = CharBuffer.allocate(PIECE).flip();
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * PIECE).flip();
    private boolean ended;

    private TextFile(Reader reader) {
        this.reader = reader;
    }

    static TextFile open(Path file, Charset encoding) throws IOException {
        BufferedInputStream content = new BufferedInputStream(Files.newInputStream(file));
        try {
            Charset charset = byMark(content, encoding);
            return new TextFile(new InputStreamReader(
                    content,
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (IOException | RuntimeException unreadable) {
            content.close();
            throw unreadable;
        }
    }

    /** Reads over the byte order mark, if there is one. */
    private static Charset byMark(InputStream content, Charset encoding) throws IOException {
        content.mark(3);
        byte[] start = content.readNBytes(3);
        content.reset();
        if (start.length == 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF) {
            content.skipNBytes(3);
            return StandardCharsets.UTF_8;
        }
        boolean pair = start.length >= 2;
        if (pair && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
            content.skipNBytes(2);
            return StandardCharsets.UTF_16LE;
        }
        if (pair && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF) {
            content.skipNBytes(2);
            return StandardCharsets.UTF_16BE;
        }
        // Without a mark, UTF-16 is what Windows writes.
        return encoding.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16LE : encoding;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!bytes.hasRemaining()) {
            if (ended) {
                return -1;
            }
            encodeMore();
        }
        int given = Math.min(length, bytes.remaining());
        bytes.get(target, offset, given);
        return given;
    }

    private void encodeMore() throws IOException {
        characters.compact();
        int from = characters.position();
        if (reader.read(characters) < 0) {
            ended = true;
        }
        refuseNul(from);
        characters.flip();
        bytes.clear();
        // A high surrogate at the end stays in the buffer until its other half is read.
        if (encoder.encode(characters, bytes, ended).isError()) {
            throw new CharacterCodingException();
        }
        bytes.flip();
    }

    private void refuseNul(int from) throws CharacterCodingException {
        for (int at = from; at < characters.position(); at++) {
            if (characters.get(at) == '\0') {
                throw new CharacterCodingException();
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
