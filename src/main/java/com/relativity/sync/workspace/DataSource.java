package com.relativity.sync.workspace;

/** Which items of a workspace a run takes. */
public sealed interface DataSource {

    /** The documents that a saved search finds. */
    record SavedSearchDocuments(long savedSearchId) implements DataSource {}
}
