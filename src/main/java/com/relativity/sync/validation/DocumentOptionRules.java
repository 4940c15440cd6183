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
        SavedSearchOptionRules.check(
                configuration.savedSearchOptions(),
                "documentOptions.enableTagging",
                options != null && options.enableTagging(),
                faults);
        var folders = configuration.folderStructure();
        if (folders.behavior() == FolderBehavior.ReadFromField) {
            Ids.present("folderStructure.folderPathSourceFieldId", folders.folderPathSourceFieldId(), faults);
        }
    }
}
