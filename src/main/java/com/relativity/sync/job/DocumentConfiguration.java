package com.relativity.sync.job;

import java.util.List;
import java.util.Map;

/** Parameters of the document flow. */
public record DocumentConfiguration(
        String correlationId,
        String jobName,
        Long destinationWorkspaceId,
        List<FieldMapping> fieldsMapping,
        OverwriteOptions overwriteOptions,
        EmailNotifications emailNotifications,
        RetryOptions retryOptions,
        Integer priority,
        Map<String, String> labels,
        Map<String, Object> rdos,
        DocumentOptions documentOptions,
        FolderStructure folderStructure,
        SavedSearchOptions savedSearchOptions)
        implements SyncConfiguration {

    public DocumentConfiguration {
        jobName = jobName == null ? DEFAULT_JOB_NAME : jobName;
        overwriteOptions = overwriteOptions == null ? OverwriteOptions.DEFAULT : overwriteOptions;
        priority = priority == null ? DEFAULT_PRIORITY : priority;
        labels = labels == null ? Map.of() : labels;
        emailNotifications = emailNotifications == null ? new EmailNotifications(null) : emailNotifications;
        retryOptions = retryOptions == null || retryOptions.jobToRetry() == null ? null : retryOptions;
        folderStructure = folderStructure == null ? FolderStructure.DEFAULT : folderStructure;
        savedSearchOptions = savedSearchOptions == null ? new SavedSearchOptions(false) : savedSearchOptions;
    }

    @Override
    public Flow flow() {
        return Flow.DOCUMENT;
    }

    public record DocumentOptions(
            Long savedSearchId, Long destinationFolderId, CopyNativesMode copyNativesMode, Boolean enableTagging) {
        public DocumentOptions {
            copyNativesMode = copyNativesMode == null ? CopyNativesMode.DoNotImportNativeFiles : copyNativesMode;
            enableTagging = enableTagging != null && enableTagging;
        }
    }

    /** @param folderPathSourceFieldId the source field that holds the path; only with {@code ReadFromField} */
    public record FolderStructure(
            FolderBehavior behavior, Long folderPathSourceFieldId, Boolean moveExistingDocuments) {

        static final FolderStructure DEFAULT = new FolderStructure(FolderBehavior.None, null, false);

        public FolderStructure {
            behavior = behavior == null ? FolderBehavior.None : behavior;
            moveExistingDocuments = moveExistingDocuments != null && moveExistingDocuments;
        }
    }
}
