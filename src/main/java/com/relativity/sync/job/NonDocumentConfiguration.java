package com.relativity.sync.job;

import java.util.List;
import java.util.Map;

/** Parameters of the non-document flow. */
public record NonDocumentConfiguration(
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
        NonDocumentOptions nonDocumentOptions)
        implements SyncConfiguration {

    public NonDocumentConfiguration {
        jobName = jobName == null ? DEFAULT_JOB_NAME : jobName;
        overwriteOptions = overwriteOptions == null ? OverwriteOptions.DEFAULT : overwriteOptions;
        priority = priority == null ? DEFAULT_PRIORITY : priority;
        labels = labels == null ? Map.of() : labels;
        emailNotifications = emailNotifications == null ? new EmailNotifications(null) : emailNotifications;
        retryOptions = retryOptions == null || retryOptions.jobToRetry() == null ? null : retryOptions;
    }

    @Override
    public Flow flow() {
        return Flow.NON_DOCUMENT;
    }

    /**
     * @param rdoArtifactTypeId object type of the source whose objects are moved
     * @param destinationRdoArtifactTypeId object type of the destination that they become objects of
     * @param sourceViewId view that shows the objects to move
     */
    public record NonDocumentOptions(Long rdoArtifactTypeId, Long destinationRdoArtifactTypeId, Long sourceViewId) {}
}
