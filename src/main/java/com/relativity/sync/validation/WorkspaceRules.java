package com.relativity.sync.validation;

import java.util.List;
import java.util.Optional;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.Workspace;

/** Both workspaces exist and have names that tags and lists can hold. */
final class WorkspaceRules {

    private WorkspaceRules() {}

    static void check(
            long workspaceId, DocumentConfiguration configuration, WorkspaceFacts facts, List<Violation> faults) {
        if (facts.source().isEmpty()) {
            faults.add(new Violation("", "the source workspace " + workspaceId + " does not exist any more"));
        }
        Long destinationId = configuration.destinationWorkspaceId();
        if (Ids.possible(destinationId) && facts.destination().isEmpty()) {
            faults.add(new Violation("destinationWorkspaceId", "there is no workspace " + destinationId));
        }
        name("", "source", facts.source(), faults);
        name("destinationWorkspaceId", "destination", facts.destination(), faults);
    }

    private static void name(String field, String which, Optional<Workspace> workspace, List<Violation> faults) {
        if (workspace.filter(w -> w.name().indexOf(';') >= 0).isPresent()) {
            faults.add(new Violation(
                    field,
                    "the name of the " + which + " workspace, '"
                            + workspace.get().name() + "', contains a semicolon; rename the workspace"));
        }
    }
}
