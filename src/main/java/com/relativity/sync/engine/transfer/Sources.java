package com.relativity.sync.engine.transfer;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.workspace.DataSource;

/** Where a configuration takes its items from. */
public final class Sources {

    private Sources() {}

    public static DataSource of(SyncConfiguration configuration) {
        if (configuration instanceof DocumentConfiguration document) {
            return new DataSource.SavedSearchDocuments(
                    document.documentOptions().savedSearchId());
        }
        throw new IllegalStateException("No source is known for " + configuration.getClass());
    }
}
