package com.relativity.sync.store.query;

import java.util.List;

/** True where at least one part is; JSON {@code {"or":[…]}}. */
public record AnyOf(List<Condition> parts) implements Condition {

    public AnyOf {
        parts = List.copyOf(parts);
    }
}
