package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.problem.Violation;

/** Shape rules of the document flow's own options. */
final class DocumentOptionRules {

    private DocumentOptionRules() {}

    static void check(DocumentConfiguration configuration, List<Violation> faults) {
        var options = configuration.documentOptions();
        if (options == null) {
            faults.add(new Violation("documentOptions", "is required"));
        } else {
            Ids.present("documentOptions.savedSearchId", options.savedSearchId(), faults);
            Ids.present("documentOptions.destinationFolderId", options.destinationFolderId(), faults);
        }
        boolean tagging = options != null && options.enableTagging();
        if (configuration.savedSearchOptions().createSavedSearchInDestination() && !tagging) {
            faults.add(new Violation(
                    "savedSearchOptions.createSavedSearchInDestination",
                    "needs documentOptions.enableTagging, because the search finds documents by their tag"));
        }
        var folders = configuration.folderStructure();
        if (folders.behavior() == FolderBehavior.ReadFromField) {
            Ids.present("folderStructure.folderPathSourceFieldId", folders.folderPathSourceFieldId(), faults);
        }
    }
}
