package com.relativity.sync.job;

import java.util.Arrays;
import java.util.Optional;

/** What kind of items a job moves. */
public enum Flow {
    DOCUMENT("document"),
    IMAGE("image"),
    NON_DOCUMENT("non-document");

    private final String id;

    Flow(String id) {
        this.id = id;
    }

    /** The name in paths, JSON, events and the database. */
    public String id() {
        return id;
    }

    public static Optional<Flow> ofId(String id) {
        return Arrays.stream(values()).filter(flow -> flow.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
