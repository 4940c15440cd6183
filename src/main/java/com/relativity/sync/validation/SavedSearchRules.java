package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.problem.Violation;

/** The saved search exists in the source and is public. */
final class SavedSearchRules {

    private SavedSearchRules() {}

    /** @param field that names the search */
    static void check(String field, WorkspaceFacts facts, List<Violation> faults) {
        var source = facts.source();
        Long savedSearchId = facts.named().savedSearchId();
        if (source.workspace().isEmpty() || !Ids.possible(savedSearchId)) {
            return;
        }
        if (source.savedSearch().isEmpty()) {
            faults.add(new Violation(
                    field,
                    "there is no saved search " + savedSearchId + " in workspace "
                            + source.workspace().get().workspaceId()));
        } else if (source.savedSearch().get().owner() != null) {
            faults.add(new Violation(
                    field,
                    "the saved search " + savedSearchId
                            + " is private to its owner; make it public or choose another"));
        }
    }
}
