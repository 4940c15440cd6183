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

    public static String after(long key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
    }

    /** The key in {@code cursor}, or {@code start} where there is none. Fails with {@link BadRequest} for one that no list gave out. */
    public static long read(String cursor, long start) {
        if (cursor == null || cursor.isEmpty()) {
            return start;
        }
        try {
            byte[] key = Base64.getUrlDecoder().decode(cursor);
            if (key.length == Long.BYTES) {
                return ByteBuffer.wrap(key).getLong();
            }
        } catch (IllegalArgumentException notBase64) {
            // answered below, as any other text that is no cursor
        }
        throw new BadRequest(
                List.of(new Violation("cursor", "is not one that this list gave out; leave it out to start anew")));
    }
}
