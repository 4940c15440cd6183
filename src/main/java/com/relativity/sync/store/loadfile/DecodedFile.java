package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The characters of a file. Bytes that are none in its encoding come as one {@link #UNDECODABLE} and reading goes on behind them. Some
 * characters that were read can be put back.
 */
final class DecodedFile implements AutoCloseable {

    static final int END = -1;

    /**
     * A low surrogate. No decoder answers one alone, so that where it stands without a high surrogate before it, it can mean nothing but
     * bytes that could not be read.
     */
    static final char UNDECODABLE = '\uDC00';

    private static final int BUFFER_BYTES = 32 * 1024;

    private final InputStream bytes;
    private final CharsetDecoder decoder;
    private final ByteBuffer encoded = ByteBuffer.allocate(BUFFER_BYTES);
    private final CharBuffer decoded = CharBuffer.allocate(BUFFER_BYTES);

    private boolean allBytesRead;
    private boolean allDecoded;
    private boolean undecodableNext;

    private CharSequence putBack = "";
    private int putBackRead;

    private DecodedFile(InputStream bytes, ByteBuffer start, Charset encoding) {
        this.bytes = bytes;
        this.decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        encoded.put(start).flip();
        decoded.flip();
    }

    /**
     * @param encoding null: as the byte order mark says, UTF-8 without one
     * @throws LoadFileUnreadable where the byte order mark contradicts {@code encoding}
     */
    static DecodedFile open(Path file, Charset encoding) throws IOException, LoadFileUnreadable {
        var bytes = Files.newInputStream(file);
        try {
            var start = bytes.readNBytes(3);
            var mark = ByteOrderMark.of(start);
            if (mark != null && !mark.fits(encoding)) {
                throw new LoadFileUnreadable("The load file begins with the byte order mark of " + mark.charset
                        + ", but its encoding was given as " + encoding + "; leave the encoding out.");
            }
            var markBytes = mark == null ? 0 : mark.bytes.length;
            return new DecodedFile(
                    bytes,
                    ByteBuffer.wrap(start, markBytes, start.length - markBytes),
                    mark == null ? withoutMark(encoding, start) : mark.charset);
        } catch (IOException | LoadFileUnreadable | RuntimeException failed) {
            bytes.close();
            throw failed;
        }
    }

    private static Charset withoutMark(Charset encoding, byte[] start) {
        if (encoding == null) {
            return StandardCharsets.UTF_8;
        }
        if (encoding.equals(StandardCharsets.UTF_16)) {
            // Without a mark: an ASCII character at the start, such as a quote or a letter, shows the order; Windows
            // writes the low byte
            // first.
            return start.length > 0 && start[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
        return encoding;
    }

    /** The next character or {@link #END}. */
    int read() throws IOException {
        if (putBackRead < putBack.length()) {
            return putBack.charAt(putBackRead++);
        }
        putBack = "";
        putBackRead = 0;
        if (!decoded.hasRemaining() && !decodeMore()) {
            return END;
        }
        return decoded.get();
    }

    /** What {@link #read} will answer. */
    int peek() throws IOException {
        if (putBackRead < putBack.length()) {
            return putBack.charAt(putBackRead);
        }
        if (!decoded.hasRemaining() && !decodeMore()) {
            return END;
        }
        return decoded.get(decoded.position());
    }

    /** Makes the characters that were read last, all of them and nothing else, the next ones. */
    void putBack(CharSequence read) {
        if (read.length() <= putBackRead) {
            putBackRead -= read.length();
        } else {
            // Some came from the file, so nothing is left of what was put back before.
            putBack = read;
            putBackRead = 0;
        }
    }

    private boolean decodeMore() throws IOException {
        decoded.clear();
        while (decoded.position() == 0) {
            if (undecodableNext) {
                undecodableNext = false;
                decoded.put(UNDECODABLE);
                break;
            }
            if (allDecoded) {
                break;
            }
            var result = decoder.decode(encoded, decoded, allBytesRead);
            if (result.isError()) {
                skip(result);
            } else if (result.isUnderflow()) {
                if (allBytesRead) {
                    decoder.flush(decoded);
                    allDecoded = true;
                } else {
                    readBytes();
                }
            }
        }
        decoded.flip();
        return decoded.hasRemaining();
    }

    private void skip(CoderResult error) {
        encoded.position(Math.min(encoded.position() + error.length(), encoded.limit()));
        undecodableNext = true;
    }

    private void readBytes() throws IOException {
        encoded.compact();
        var count = bytes.read(encoded.array(), encoded.position(), encoded.remaining());
        if (count < 0) {
            allBytesRead = true;
        } else {
            encoded.position(encoded.position() + count);
        }
        encoded.flip();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private enum ByteOrderMark {
        UTF_8(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
        UTF_16LE(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
        UTF_16BE(StandardCharsets.UTF_16BE, 0xFE, 0xFF);

        private final Charset charset;
        private final int[] bytes;

        ByteOrderMark(Charset charset, int... bytes) {
            this.charset = charset;
            this.bytes = bytes;
        }

        static ByteOrderMark of(byte[] start) {
            for (var mark : values()) {
                if (mark.begins(start)) {
                    return mark;
                }
            }
            return null;
        }

        private boolean begins(byte[] start) {
            if (start.length < bytes.length) {
                return false;
            }
            for (var position = 0; position < bytes.length; position++) {
                if ((start[position] & 0xFF) != bytes[position]) {
                    return false;
                }
            }
            return true;
        }

        private boolean fits(Charset encoding) {
            return encoding == null
                    || encoding.equals(charset)
                    || this != UTF_8 && encoding.equals(StandardCharsets.UTF_16);
        }
    }
}
