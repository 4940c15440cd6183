package com.relativity.sync.workspace;

/**
 * What a write does, by whether the identifier exists in the destination when the batch commits. What the batch's own chain has only named does
 * not exist: so it makes no difference which of two items comes first.
 */
public enum WriteMode {
    /** An item that exists is refused. */
    CREATE,
    /** An item that does not exist is refused. */
    UPDATE,
    CREATE_OR_UPDATE
}
