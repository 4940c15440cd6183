package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.job.SyncConfiguration.SavedSearchOptions;
import com.relativity.sync.problem.Violation;

/** A saved search in the destination finds documents by their tag. */
final class SavedSearchOptionRules {

    private SavedSearchOptionRules() {}

    /** @param taggingField the option that lets documents be tagged */
    static void check(SavedSearchOptions options, String taggingField, boolean tagging, List<Violation> faults) {
        if (options.createSavedSearchInDestination() && !tagging) {
            faults.add(new Violation(
                    "savedSearchOptions.createSavedSearchInDestination",
                    "needs " + taggingField + ", because the search finds documents by their tag"));
        }
    }
}
