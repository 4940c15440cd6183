package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.problem.Violation;

/** Shape rules of the image flow's own options. */
final class ImageOptionRules {

    static final String PRECEDENCE = "productionImagePrecedence.productionImagePrecedenceIds";

    private ImageOptionRules() {}

    static void check(ImageConfiguration configuration, int mostProductions, List<Violation> faults) {
        var options = configuration.imageOptions();
        if (options == null) {
            faults.add(new Violation("imageOptions", "is required"));
        } else {
            Ids.present("imageOptions.dataSourceId", options.dataSourceId(), faults);
            Ids.present("imageOptions.destinationLocationId", options.destinationLocationId(), faults);
        }
        precedence(configuration.productionImagePrecedence().productionImagePrecedenceIds(), mostProductions, faults);
        onlyTheIdentifier(configuration.fieldsMapping(), faults);
        SavedSearchOptionRules.check(
                configuration.savedSearchOptions(),
                "imageOptions.enableTagging",
                options != null && options.enableTagging(),
                faults);
    }

    private static void precedence(List<Long> productionIds, int most, List<Violation> faults) {
        if (productionIds.size() > most) {
            faults.add(new Violation(
                    PRECEDENCE, "must be at most " + most + " productions (sync.validation.most-productions)"));
            return;
        }
        for (int i = 0; i < productionIds.size(); i++) {
            Ids.present(PRECEDENCE + "[" + i + "]", productionIds.get(i), faults);
        }
    }

    /** Images are found by the document; values of other fields are a document job's. */
    private static void onlyTheIdentifier(List<FieldMapping> mappings, List<Violation> faults) {
        for (int i = 0; mappings != null && i < mappings.size(); i++) {
            if (mappings.get(i) != null && mappings.get(i).fieldMapType() == FieldMapType.None) {
                faults.add(new Violation(
                        "fieldsMapping[" + i + "]",
                        "only the identifier is mapped in an image job; leave this one out"));
            }
        }
    }
}
