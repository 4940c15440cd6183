package com.relativity.sync.sql;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

import com.relativity.sync.problem.BadRequest;
import com.relativity.sync.problem.Violation;

/**
 * The place in a list after which the next page begins: the key of the last row shown (keyset paging), opaque to clients. A list stays
 * stable while rows come and go before the cursor.
 */
public final class Cursor {

    private Cursor() {}

    /** A key of two parts. */
    public record Pair(long first, long second) {}

    public static String after(long key) {
        return text(ByteBuffer.allocate(Long.BYTES).putLong(key));
    }

    public static String after(Pair key) {
        return text(ByteBuffer.allocate(2 * Long.BYTES).putLong(key.first()).putLong(key.second()));
    }

    /** The key in {@code cursor}, or {@code start} where there is none. Fails with {@link BadRequest} for one that no list gave out. */
    public static long read(String cursor, long start) {
        return cursor == null || cursor.isEmpty()
                ? start
                : bytes(cursor, Long.BYTES).getLong();
    }

    /** The key in {@code cursor}, or zeros where there is none. Fails with {@link BadRequest} for one that no list of pairs gave out. */
    public static Pair readPair(String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return new Pair(0, 0);
        }
        ByteBuffer key = bytes(cursor, 2 * Long.BYTES);
        return new Pair(key.getLong(), key.getLong());
    }

    private static String text(ByteBuffer key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.array());
    }

    private static ByteBuffer bytes(String cursor, int length) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(cursor);
            if (key.length == length) {
                return ByteBuffer.wrap(key);
            }
        } catch (IllegalArgumentException notBase64) {
            // answered below, as any other text that is no cursor
        }
        throw new BadRequest(
                List.of(new Violation("cursor", "is not one that this list gave out; leave it out to start anew")));
    }
}
