package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.problem.Violation;

/** Shape rules of the non-document flow's own options. */
final class NonDocumentOptionRules {

    private NonDocumentOptionRules() {}

    static void check(NonDocumentConfiguration configuration, List<Violation> faults) {
        var options = configuration.nonDocumentOptions();
        if (options == null) {
            faults.add(new Violation("nonDocumentOptions", "is required"));
            return;
        }
        Ids.present("nonDocumentOptions.rdoArtifactTypeId", options.rdoArtifactTypeId(), faults);
        Ids.present("nonDocumentOptions.destinationRdoArtifactTypeId", options.destinationRdoArtifactTypeId(), faults);
        Ids.present("nonDocumentOptions.sourceViewId", options.sourceViewId(), faults);
    }
}
