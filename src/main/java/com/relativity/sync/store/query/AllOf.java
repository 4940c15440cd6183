package com.relativity.sync.store.query;

import java.util.List;

/** True where every part is; JSON {@code {"and":[…]}}. */
public record AllOf(List<Condition> parts) implements Condition {

    public AllOf {
        parts = List.copyOf(parts);
    }
}
