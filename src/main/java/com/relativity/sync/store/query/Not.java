package com.relativity.sync.store.query;

/** True where the part is not; JSON {@code {"not":…}}. */
public record Not(Condition part) implements Condition {}
