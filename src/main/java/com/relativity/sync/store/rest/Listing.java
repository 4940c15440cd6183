package com.relativity.sync.store.rest;

import java.util.List;
import java.util.function.ToLongFunction;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.sql.Cursor;

/** A part of a list. */
public record Listing<T>(
        List<T> items,

        @Schema(nullable = true, description = "Asks for the part after this one; null at the end of the list.")
        String nextCursor) {

    /** Everything. */
    static <T> Listing<T> whole(List<T> items) {
        return new Listing<>(items, null);
    }

    /** The first {@code limit} of {@code oneMore} items, where one more was asked for than is shown. */
    static <T> Listing<T> page(List<T> oneMore, int limit, ToLongFunction<T> key) {
        return oneMore.size() <= limit
                ? whole(oneMore)
                : new Listing<>(oneMore.subList(0, limit), Cursor.after(key.applyAsLong(oneMore.get(limit - 1))));
    }
}
