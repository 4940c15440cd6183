package com.relativity.sync.validation;

import java.util.List;
import java.util.Optional;

import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.Workspace;

/** Both object types exist and are not Document, and the view shows objects of the source's. */
final class ObjectRules {

    private static final String VIEW = "nonDocumentOptions.sourceViewId";

    private ObjectRules() {}

    static void check(WorkspaceFacts facts, List<Violation> faults) {
        var named = facts.named();
        type(
                "nonDocumentOptions.rdoArtifactTypeId",
                named.sourceTypeId(),
                facts.source().workspace(),
                facts.source().items(),
                faults);
        type(
                "nonDocumentOptions.destinationRdoArtifactTypeId",
                named.destinationTypeId(),
                facts.destination().workspace(),
                facts.destination().items(),
                faults);
        view(named, facts.source(), faults);
    }

    private static void type(
            String field, Long typeId, Optional<Workspace> workspace, ItemFacts items, List<Violation> faults) {
        if (workspace.isEmpty() || !Ids.possible(typeId)) {
            return;
        }
        if (workspace.get().documentTypeId() == typeId) {
            faults.add(new Violation(field, "is the object type Document; submit a document job for documents"));
        } else if (!items.known()) {
            faults.add(new Violation(
                    field,
                    "there is no object type " + typeId + " in workspace "
                            + workspace.get().workspaceId()));
        }
    }

    private static void view(Named named, SourceFacts source, List<Violation> faults) {
        if (source.workspace().isEmpty() || !Ids.possible(named.viewId())) {
            return;
        }
        if (source.view().isEmpty()) {
            faults.add(new Violation(
                    VIEW,
                    "there is no view " + named.viewId() + " in workspace "
                            + source.workspace().get().workspaceId()));
        } else if (Ids.possible(named.sourceTypeId()) && source.view().get().objectTypeId() != named.sourceTypeId()) {
            faults.add(new Violation(
                    VIEW,
                    "the view '" + source.view().get().name() + "' shows objects of type "
                            + source.view().get().objectTypeId() + ", not of type " + named.sourceTypeId()));
        }
    }
}
