package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.CopyImagesMode;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.problem.Violation;

/** Where links to files of the source are restricted, only an administrator makes them. */
final class LinkRules {

    private LinkRules() {}

    static void check(
            SyncConfiguration configuration, boolean restricted, boolean byAdministrator, List<Violation> faults) {
        if (!restricted || byAdministrator) {
            return;
        }
        if (configuration instanceof DocumentConfiguration document
                && document.documentOptions() != null
                && document.documentOptions().copyNativesMode() == CopyNativesMode.SetFileLinks) {
            refuse("documentOptions.copyNativesMode", "DoNotImportNativeFiles", faults);
        }
        if (configuration instanceof ImageConfiguration image
                && image.imageOptions() != null
                && image.imageOptions().copyImagesMode() == CopyImagesMode.SetFileLinks) {
            refuse("imageOptions.copyImagesMode", "DoNotImportImageFiles", faults);
        }
    }

    private static void refuse(String field, String orNothing, List<Violation> faults) {
        faults.add(new Violation(
                field,
                "SetFileLinks is for administrators only (sync.links.restricted); choose CopyFiles or " + orNothing));
    }
}
