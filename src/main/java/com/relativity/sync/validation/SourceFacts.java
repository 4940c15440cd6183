package com.relativity.sync.validation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.workspace.Production;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.View;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;

/**
 * What the source says about a configuration, as far as it could be asked.
 *
 * @param productions those that exist, by id
 */
record SourceFacts(
        Optional<Workspace> workspace,
        ItemFacts items,
        Optional<SavedSearch> savedSearch,
        Optional<View> view,
        Map<Long, Production> productions) {

    static final SourceFacts NONE =
            new SourceFacts(Optional.empty(), ItemFacts.NONE, Optional.empty(), Optional.empty(), Map.of());

    static Uni<SourceFacts> gather(WorkspaceGateway gateway, Workspace workspace, Named named, int mostProductions) {
        long workspaceId = workspace.workspaceId();
        return Uni.combine()
                .all()
                .unis(
                        ItemFacts.gather(gateway, workspace, named.documents(), named.sourceTypeId()),
                        Ids.lookUp(named.savedSearchId(), id -> gateway.savedSearch(workspaceId, id)),
                        Ids.lookUp(named.viewId(), id -> gateway.view(workspaceId, id)),
                        productions(gateway, workspaceId, named.productionIds(), mostProductions))
                .with((items, search, view, productions) ->
                        new SourceFacts(Optional.of(workspace), items, search, view, productions));
    }

    /** One after the other, and no more than may be: the one that documents come from, and those of the precedence. */
    private static Uni<Map<Long, Production>> productions(
            WorkspaceGateway gateway, long workspaceId, Set<Long> ids, int most) {
        return Multi.createFrom()
                .iterable(ids)
                .select()
                .first(1L + most)
                .onItem()
                .transformToUniAndConcatenate(id -> Ids.lookUp(id, one -> gateway.production(workspaceId, one)))
                .filter(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList()
                .map(found -> found.stream().collect(Collectors.toMap(Production::productionId, Function.identity())));
    }
}
