package com.relativity.sync.job;

import java.util.List;
import java.util.Map;

/**
 * The immutable parameters of a job: the submitted body with its defaults filled in. A component that the submission left out and that
 * has no default is null; {@code validation} tells which may be.
 */
public sealed interface SyncConfiguration permits DocumentConfiguration, ImageConfiguration, NonDocumentConfiguration {

    String DEFAULT_JOB_NAME = "Sync job";
    int DEFAULT_PRIORITY = 3;

    Flow flow();

    String correlationId();

    String jobName();

    Long destinationWorkspaceId();

    List<FieldMapping> fieldsMapping();

    OverwriteOptions overwriteOptions();

    EmailNotifications emailNotifications();

    RetryOptions retryOptions();

    /** 1 is claimed first, 5 last. */
    Integer priority();

    Map<String, String> labels();

    /** Free-form data of the caller, kept as given and never read by a run. */
    Map<String, Object> rdos();

    record EmailNotifications(List<String> emails) {
        public EmailNotifications {
            emails = emails == null ? List.of() : emails;
        }
    }

    /** @param jobToRetry the job history id of the run whose untransferred items are taken up */
    record RetryOptions(Long jobToRetry) {}

    record SavedSearchOptions(Boolean createSavedSearchInDestination) {
        public SavedSearchOptions {
            createSavedSearchInDestination = createSavedSearchInDestination != null && createSavedSearchInDestination;
        }
    }
}
