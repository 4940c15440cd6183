package com.relativity.sync.validation;

import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.Folder;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateways;

/**
 * What the workspaces say about a configuration, as far as it could be asked.
 *
 * @param sourceFields of the source's documents; empty where the source does not exist
 * @param destinationFields the same of the destination
 */
record WorkspaceFacts(
        Optional<Workspace> source,
        Optional<Workspace> destination,
        List<Field> sourceFields,
        List<Field> destinationFields,
        Optional<SavedSearch> savedSearch,
        Optional<Folder> destinationFolder) {

    static Uni<WorkspaceFacts> gather(
            WorkspaceGateways gateways, long workspaceId, DocumentConfiguration configuration) {
        Long destinationId = configuration.destinationWorkspaceId();
        return Uni.combine()
                .all()
                .unis(workspace(gateways, workspaceId), workspace(gateways, destinationId))
                .asTuple()
                .chain(both -> gather(gateways, both.getItem1(), both.getItem2(), configuration));
    }

    private static Uni<WorkspaceFacts> gather(
            WorkspaceGateways gateways,
            Optional<Workspace> source,
            Optional<Workspace> destination,
            DocumentConfiguration configuration) {
        var options = configuration.documentOptions();
        Long savedSearchId = options == null ? null : options.savedSearchId();
        Long folderId = options == null ? null : options.destinationFolderId();
        Uni<Optional<SavedSearch>> savedSearch = source.isPresent() && Ids.possible(savedSearchId)
                ? gateways.of(source.get().workspaceId())
                        .savedSearch(source.get().workspaceId(), savedSearchId)
                : nothing();
        Uni<Optional<Folder>> folder = destination.isPresent() && Ids.possible(folderId)
                ? gateways.of(destination.get().workspaceId())
                        .folder(destination.get().workspaceId(), folderId)
                : nothing();
        return Uni.combine()
                .all()
                .unis(fields(gateways, source), fields(gateways, destination), savedSearch, folder)
                .with((sourceFields, destinationFields, search, place) ->
                        new WorkspaceFacts(source, destination, sourceFields, destinationFields, search, place));
    }

    private static Uni<Optional<Workspace>> workspace(WorkspaceGateways gateways, Long workspaceId) {
        return Ids.possible(workspaceId) ? gateways.of(workspaceId).workspace(workspaceId) : nothing();
    }

    private static Uni<List<Field>> fields(WorkspaceGateways gateways, Optional<Workspace> workspace) {
        return workspace
                .map(w -> gateways.of(w.workspaceId()).fields(w.workspaceId(), w.documentTypeId()))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private static <T> Uni<Optional<T>> nothing() {
        return Uni.createFrom().item(Optional.empty());
    }
}
