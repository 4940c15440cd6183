package com.relativity.sync.job;

import java.util.List;
import java.util.Map;

/** Parameters of the image flow. */
public record ImageConfiguration(
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
        ImageOptions imageOptions,
        ProductionImagePrecedence productionImagePrecedence,
        SavedSearchOptions savedSearchOptions)
        implements SyncConfiguration {

    public ImageConfiguration {
        jobName = jobName == null ? DEFAULT_JOB_NAME : jobName;
        overwriteOptions = overwriteOptions == null ? OverwriteOptions.DEFAULT : overwriteOptions;
        priority = priority == null ? DEFAULT_PRIORITY : priority;
        labels = labels == null ? Map.of() : labels;
        emailNotifications = emailNotifications == null ? new EmailNotifications(null) : emailNotifications;
        retryOptions = retryOptions == null || retryOptions.jobToRetry() == null ? null : retryOptions;
        productionImagePrecedence = productionImagePrecedence == null
                ? new ProductionImagePrecedence(null, null)
                : productionImagePrecedence;
        savedSearchOptions = savedSearchOptions == null ? new SavedSearchOptions(false) : savedSearchOptions;
    }

    @Override
    public Flow flow() {
        return Flow.IMAGE;
    }

    /**
     * @param dataSourceId of the saved search or production that the documents come from
     * @param destinationLocationId of the folder or production that the images go into
     */
    public record ImageOptions(
            DataSourceType dataSourceType,
            Long dataSourceId,
            DestinationLocationType destinationLocationType,
            Long destinationLocationId,
            CopyImagesMode copyImagesMode,
            Boolean enableTagging) {
        public ImageOptions {
            dataSourceType = dataSourceType == null ? DataSourceType.SavedSearch : dataSourceType;
            destinationLocationType =
                    destinationLocationType == null ? DestinationLocationType.Folder : destinationLocationType;
            copyImagesMode = copyImagesMode == null ? CopyImagesMode.DoNotImportImageFiles : copyImagesMode;
            enableTagging = enableTagging != null && enableTagging;
        }
    }

    public enum DataSourceType {
        SavedSearch,
        Production
    }

    public enum DestinationLocationType {
        Folder,
        ProductionSet
    }

    public enum CopyImagesMode {
        DoNotImportImageFiles,
        CopyFiles,
        SetFileLinks
    }

    /**
     * @param productionImagePrecedenceIds the first of these productions that has images of a document wins; empty: the original images
     * @param includeOriginalImagesIfNotFoundInProductions whether documents that are in none of them have their original images instead
     */
    public record ProductionImagePrecedence(
            List<Long> productionImagePrecedenceIds, Boolean includeOriginalImagesIfNotFoundInProductions) {
        public ProductionImagePrecedence {
            productionImagePrecedenceIds =
                    productionImagePrecedenceIds == null ? List.of() : productionImagePrecedenceIds;
            includeOriginalImagesIfNotFoundInProductions = includeOriginalImagesIfNotFoundInProductions != null
                    && includeOriginalImagesIfNotFoundInProductions;
        }
    }
}
