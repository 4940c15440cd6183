package com.relativity.sync.store.loadfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * The characters of a file. Bytes that are none in its encoding come as one {@link #UNDECODABLE} and reading goes on behind them. Reading can
 * go back to any place that it came by, however far; nothing is held in memory for that.
 */
final class DecodedFile implements AutoCloseable {

    static final int END = -1;

    /**
     * A low surrogate. No decoder answers one alone, so that where it stands without a high surrogate before it, it can mean nothing but
     * bytes that could not be read.
     */
    static final char UNDECODABLE = '\uDC00';

    private static final int BUFFER_BYTES = 32 * 1024;

    /** Encodings of several bytes a character in which bytes mean the same wherever they stand. */
    private static final Set<String> WITHOUT_STATE = Set.of(
            "UTF-8",
            "UTF-16LE",
            "UTF-16BE",
            "Shift_JIS",
            "windows-31j",
            "EUC-JP",
            "EUC-KR",
            "x-windows-949",
            "GB2312",
            "GBK",
            "GB18030",
            "Big5",
            "x-windows-950");

    private final SeekableByteChannel bytes;
    private final CharsetDecoder decoder;
    private final boolean decodableFromWithin;
    private final ByteBuffer encoded = ByteBuffer.allocate(BUFFER_BYTES);
    private final CharBuffer decoded = CharBuffer.allocate(BUFFER_BYTES);

    private boolean allBytesRead;
    private boolean allDecoded;
    private boolean undecodableNext;

    // Where the characters in the buffer begin: so many behind a byte that the decoder can begin with.
    private long firstByte;
    private boolean undecodableFirst;
    private long charactersBefore;

    /** @param bytes stand behind the byte order mark */
    private DecodedFile(SeekableByteChannel bytes, Charset encoding) throws IOException {
        this.bytes = bytes;
        this.decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.decodableFromWithin = WITHOUT_STATE.contains(encoding.name())
                || encoding.canEncode() && encoding.newEncoder().maxBytesPerChar() == 1;
        encoded.flip();
        decoded.flip();
        firstByte = bytes.position();
    }

    /**
     * @param encoding null: as the byte order mark says, UTF-8 without one
     * @throws LoadFileUnreadable where the byte order mark contradicts {@code encoding}
     */
    static DecodedFile open(Path file, Charset encoding) throws IOException, LoadFileUnreadable {
        var bytes = Files.newByteChannel(file);
        try {
            var start = start(bytes);
            var mark = ByteOrderMark.of(start);
            if (mark != null && !mark.fits(encoding)) {
                throw new LoadFileUnreadable("The load file begins with the byte order mark of " + mark.charset
                        + ", but its encoding was given as " + encoding + "; leave the encoding out.");
            }
            var markBytes = mark == null ? 0 : mark.bytes.length;
            bytes.position(markBytes);
            return new DecodedFile(bytes, mark == null ? withoutMark(encoding, start) : mark.charset);
        } catch (IOException | LoadFileUnreadable | RuntimeException failed) {
            bytes.close();
            throw failed;
        }
    }

    private static byte[] start(SeekableByteChannel bytes) throws IOException {
        var start = ByteBuffer.allocate(3);
        var count = 0;
        while (count >= 0 && start.hasRemaining()) {
            count = bytes.read(start);
        }
        return Arrays.copyOf(start.array(), start.position());
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
        if (!decoded.hasRemaining() && !decodeMore()) {
            return END;
        }
        return decoded.get();
    }

    /** What {@link #read} will answer. */
    int peek() throws IOException {
        if (!decoded.hasRemaining() && !decodeMore()) {
            return END;
        }
        return decoded.get(decoded.position());
    }

    /**
     * A place between two characters.
     *
     * @param firstByte where the decoder can begin
     * @param undecodableFirst whether what could not be read before that byte has still to be told
     * @param characters from there
     */
    record Position(long firstByte, boolean undecodableFirst, long characters) {}

    /** Where the next character stands. */
    Position position() {
        return new Position(firstByte, undecodableFirst, charactersBefore + decoded.position());
    }

    /** Makes the character that stands at {@code position} the next one. */
    void goTo(Position position) throws IOException {
        var inBuffer = position.characters() - charactersBefore;
        if (position.firstByte() == firstByte
                && position.undecodableFirst() == undecodableFirst
                && inBuffer >= 0
                && inBuffer <= decoded.limit()) {
            decoded.position((int) inBuffer);
            return;
        }
        bytes.position(position.firstByte());
        encoded.clear().flip();
        decoded.clear().flip();
        decoder.reset();
        allBytesRead = false;
        allDecoded = false;
        undecodableNext = position.undecodableFirst();
        firstByte = position.firstByte();
        undecodableFirst = undecodableNext;
        charactersBefore = 0;
        for (var left = position.characters(); left > 0; left--) {
            read();
        }
    }

    private boolean decodeMore() throws IOException {
        if (decodableFromWithin) {
            firstByte = bytes.position() - encoded.remaining();
            undecodableFirst = undecodableNext;
        } else {
            charactersBefore += decoded.limit();
        }
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
        allBytesRead = bytes.read(encoded) < 0;
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
