package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.problem.Violation;

/** Options of the contract that the pipeline does not carry out: refused, because an option stored and not honoured is a broken promise. */
final class UnsupportedOptions {

    private UnsupportedOptions() {}

    static void check(DocumentConfiguration configuration, List<Violation> faults) {
        var options = configuration.documentOptions();
        if (options != null && options.copyNativesMode() == CopyNativesMode.SetFileLinks) {
            refuse(
                    "documentOptions.copyNativesMode",
                    "SetFileLinks",
                    "choose CopyFiles or DoNotImportNativeFiles",
                    faults);
        }
        if (options != null && options.enableTagging()) {
            refuse("documentOptions.enableTagging", "Tagging", "leave it out", faults);
        }
        if (configuration.savedSearchOptions().createSavedSearchInDestination()) {
            refuse(
                    "savedSearchOptions.createSavedSearchInDestination",
                    "A saved search in the destination",
                    "leave it out",
                    faults);
        }
        if (configuration.folderStructure().behavior() == FolderBehavior.ReadFromField) {
            refuse(
                    "folderStructure.behavior",
                    "ReadFromField",
                    "choose None or RetainSourceWorkspaceStructure",
                    faults);
        }
        if (configuration.retryOptions() != null && configuration.retryOptions().jobToRetry() != null) {
            refuse("retryOptions.jobToRetry", "Retry of a run", "submit a new job with AppendOverlay", faults);
        }
    }

    private static void refuse(String field, String what, String instead, List<Violation> faults) {
        faults.add(new Violation(field, what + " is not supported by this version; " + instead));
    }
}
