package com.relativity.sync.workspace;

/** What a write does, by whether the identifier exists in the destination when the batch commits. */
public enum WriteMode {
    /** An item that exists is refused. */
    CREATE,
    /** An item that does not exist is refused. */
    UPDATE,
    CREATE_OR_UPDATE
}
