package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.problem.Violation;

/** The saved search exists in the source and is public. */
final class SavedSearchRules {

    private static final String FIELD = "documentOptions.savedSearchId";

    private SavedSearchRules() {}

    static void check(DocumentConfiguration configuration, WorkspaceFacts facts, List<Violation> faults) {
        var options = configuration.documentOptions();
        if (options == null || facts.source().isEmpty() || !Ids.possible(options.savedSearchId())) {
            return;
        }
        if (facts.savedSearch().isEmpty()) {
            faults.add(new Violation(
                    FIELD,
                    "there is no saved search " + options.savedSearchId() + " in workspace "
                            + facts.source().get().workspaceId()));
        } else if (facts.savedSearch().get().owner() != null) {
            faults.add(new Violation(
                    FIELD,
                    "the saved search '" + facts.savedSearch().get().name()
                            + "' is private to its owner; make it public or choose another"));
        }
    }
}
