package com.relativity.sync.workspace;

/** Which items of a workspace a run takes. */
public sealed interface DataSource {

    /** The documents that a saved search finds. */
    record SavedSearchDocuments(long savedSearchId) implements DataSource {}

    /** The documents that a saved search finds and that have images of this choice. */
    record SavedSearchImages(long savedSearchId, ImageChoice images) implements DataSource {}

    /** The documents that have pages in a production, and images of this choice. */
    record ProductionImages(long productionId, ImageChoice images) implements DataSource {}

    /** The objects that a view shows. */
    record ViewObjects(long viewId) implements DataSource {}
}
