package com.relativity.sync.job;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param nextCursor opaque; asks for the part after this one; null at the end of the list
 */
public record Page<T>(List<T> items, String nextCursor) {

    public <R> Page<R> map(Function<? super T, R> each) {
        return new Page<>(items.stream().map(each).toList(), nextCursor);
    }
}
