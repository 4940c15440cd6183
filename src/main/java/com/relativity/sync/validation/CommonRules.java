package com.relativity.sync.validation;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.job.OverwriteOptions;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.problem.Violation;

/** Shape rules of what every flow has. */
final class CommonRules {

    private static final int MOST_CORRELATION_ID = 36;
    private static final int MOST_JOB_NAME = 255;
    private static final int MOST_LABELS = 16;
    private static final int MOST_LABEL = 63;
    private static final int MOST_EMAIL = 254;
    private static final String FORBIDDEN_IN_JOB_NAME = "<>:\"\\/|?*";
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private CommonRules() {}

    static void check(long workspaceId, SyncConfiguration configuration, List<Violation> faults) {
        correlationId(configuration.correlationId(), faults);
        jobName(configuration.jobName(), faults);
        destination(workspaceId, configuration.destinationWorkspaceId(), faults);
        overwriteOptions(configuration.overwriteOptions(), faults);
        emails(configuration.emailNotifications(), faults);
        Integer priority = configuration.priority();
        if (priority < 1 || priority > 5) {
            faults.add(new Violation("priority", "must be from 1 (first) to 5 (last)"));
        }
        labels(configuration.labels(), faults);
        if (configuration.retryOptions() != null) {
            Ids.present("retryOptions.jobToRetry", configuration.retryOptions().jobToRetry(), faults);
        }
        Texts.storableTree("rdos", configuration.rdos(), faults);
    }

    private static void correlationId(String id, List<Violation> faults) {
        if (id == null || id.isBlank()) {
            faults.add(new Violation("correlationId", "is required and must not be blank"));
        } else if (Texts.storable("correlationId", id, faults) && Texts.length(id) > MOST_CORRELATION_ID) {
            faults.add(new Violation("correlationId", "must have at most " + MOST_CORRELATION_ID + " characters"));
        }
    }

    private static void jobName(String name, List<Violation> faults) {
        if (name.isBlank()) {
            faults.add(new Violation("jobName", "must not be blank"));
        }
        if (Texts.length(name) > MOST_JOB_NAME) {
            faults.add(new Violation("jobName", "must have at most " + MOST_JOB_NAME + " characters"));
        }
        boolean forbidden =
                name.chars().anyMatch(c -> FORBIDDEN_IN_JOB_NAME.indexOf(c) >= 0 || Character.isISOControl(c));
        if (forbidden) {
            faults.add(new Violation("jobName", "must not contain control characters or any of < > : \" \\ / | ? *"));
        } else {
            Texts.storable("jobName", name, faults);
        }
    }

    private static void destination(long workspaceId, Long destination, List<Violation> faults) {
        if (Ids.present("destinationWorkspaceId", destination, faults) && destination == workspaceId) {
            faults.add(new Violation("destinationWorkspaceId", "must not be the source workspace"));
        }
    }

    private static void overwriteOptions(OverwriteOptions options, List<Violation> faults) {
        if (options.overwriteMode() == OverwriteMode.AppendOnly
                && options.fieldsOverlayBehavior() != FieldsOverlayBehavior.UseFieldSettings) {
            faults.add(new Violation(
                    "overwriteOptions.fieldsOverlayBehavior",
                    "must be UseFieldSettings when overwriteMode is AppendOnly"));
        }
    }

    private static void emails(SyncConfiguration.EmailNotifications notifications, List<Violation> faults) {
        if (notifications == null || notifications.emails() == null) {
            return;
        }
        List<String> emails = notifications.emails();
        for (int i = 0; i < emails.size(); i++) {
            String email = emails.get(i);
            if (email == null || !isEmail(email)) {
                faults.add(new Violation(
                        "emailNotifications.emails[" + i + "]",
                        "'" + Texts.shown(email) + "' is not a valid e-mail address"));
            }
        }
    }

    static boolean isEmail(String text) {
        return text.length() <= MOST_EMAIL
                && text.indexOf('@') <= 64
                && EMAIL.matcher(text).matches();
    }

    private static void labels(Map<String, String> labels, List<Violation> faults) {
        if (labels.size() > MOST_LABELS) {
            faults.add(new Violation("labels", "must be at most " + MOST_LABELS + " labels"));
        }
        labels.forEach((key, value) -> {
            String field = "labels." + Texts.shown(key);
            if (key.isEmpty() || Texts.length(key) > MOST_LABEL) {
                faults.add(new Violation(field, "the key must have 1 to " + MOST_LABEL + " characters"));
            }
            if (value == null || value.isEmpty() || Texts.length(value) > MOST_LABEL) {
                faults.add(new Violation(field, "the value must have 1 to " + MOST_LABEL + " characters"));
            }
            if (Texts.storable(field, key, faults)) {
                Texts.storable(field, value, faults);
            }
        });
    }
}
