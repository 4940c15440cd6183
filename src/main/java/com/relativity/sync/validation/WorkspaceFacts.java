package com.relativity.sync.validation;

import java.util.Optional;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGateways;

/** What both workspaces say about what a configuration names. */
record WorkspaceFacts(Named named, SourceFacts source, DestinationFacts destination) {

    static Uni<WorkspaceFacts> gather(
            WorkspaceGateways gateways, long sourceId, Long destinationId, Named named, int mostProductions) {
        return Uni.combine()
                .all()
                .unis(
                        source(gateways.of(sourceId), sourceId, named, mostProductions),
                        Ids.possible(destinationId)
                                ? destination(gateways.of(destinationId), destinationId, named)
                                : Uni.createFrom().item(DestinationFacts.NONE))
                .with((source, destination) -> new WorkspaceFacts(named, source, destination));
    }

    private static Uni<SourceFacts> source(
            WorkspaceGateway gateway, long workspaceId, Named named, int mostProductions) {
        return gateway.workspace(workspaceId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(SourceFacts.NONE)
                        : SourceFacts.gather(gateway, found.get(), named, mostProductions));
    }

    private static Uni<DestinationFacts> destination(WorkspaceGateway gateway, long workspaceId, Named named) {
        return gateway.workspace(workspaceId)
                .chain((Optional<Workspace> found) -> found.isEmpty()
                        ? Uni.createFrom().item(DestinationFacts.NONE)
                        : DestinationFacts.gather(gateway, found.get(), named));
    }
}
