package com.relativity.sync.validation;

import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.ObjectType;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;

/**
 * The kind of items that a workspace has for a job.
 *
 * @param known whether the kind exists; its fields are unknown otherwise
 * @param type of other objects than documents
 */
record ItemFacts(boolean known, Optional<ObjectType> type, List<Field> fields) {

    static final ItemFacts NONE = new ItemFacts(false, Optional.empty(), List.of());

    static Uni<ItemFacts> gather(WorkspaceGateway gateway, Workspace workspace, boolean documents, Long typeId) {
        long workspaceId = workspace.workspaceId();
        if (documents) {
            return gateway.fields(workspaceId, workspace.documentTypeId())
                    .map(fields -> new ItemFacts(true, Optional.empty(), fields));
        }
        return Ids.lookUp(typeId, id -> gateway.objectType(workspaceId, id))
                .chain(type -> type.isEmpty()
                        ? Uni.createFrom().item(NONE)
                        : gateway.fields(workspaceId, typeId).map(fields -> new ItemFacts(true, type, fields)));
    }
}
