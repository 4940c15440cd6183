package com.relativity.sync.validation;

import java.util.Optional;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.workspace.Folder;
import com.relativity.sync.workspace.Production;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;

/** What the destination says about a configuration, as far as it could be asked. */
record DestinationFacts(
        Optional<Workspace> workspace, ItemFacts items, Optional<Folder> folder, Optional<Production> productionSet) {

    static final DestinationFacts NONE =
            new DestinationFacts(Optional.empty(), ItemFacts.NONE, Optional.empty(), Optional.empty());

    static Uni<DestinationFacts> gather(WorkspaceGateway gateway, Workspace workspace, Named named) {
        long workspaceId = workspace.workspaceId();
        return Uni.combine()
                .all()
                .unis(
                        ItemFacts.gather(gateway, workspace, named.documents(), named.destinationTypeId()),
                        Ids.lookUp(named.folderId(), id -> gateway.folder(workspaceId, id)),
                        Ids.lookUp(named.productionSetId(), id -> gateway.production(workspaceId, id)))
                .with((items, folder, production) ->
                        new DestinationFacts(Optional.of(workspace), items, folder, production));
    }
}
