package com.relativity.sync.validation;

import java.util.List;
import java.util.Optional;

import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.Workspace;

/** Both workspaces exist and have names that tags and lists can hold. */
final class WorkspaceRules {

    private WorkspaceRules() {}

    static void check(long workspaceId, Long destinationId, WorkspaceFacts facts, List<Violation> faults) {
        var source = facts.source().workspace();
        var destination = facts.destination().workspace();
        if (source.isEmpty()) {
            faults.add(new Violation("", "the source workspace " + workspaceId + " does not exist any more"));
        }
        if (Ids.possible(destinationId) && destination.isEmpty()) {
            faults.add(new Violation(
                    "destinationWorkspaceId", "there is no workspace " + destinationId + ", the destination"));
        }
        name("", "source", source, faults);
        name("destinationWorkspaceId", "destination", destination, faults);
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
