package com.relativity.sync.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.workspace.DataSource;
import com.relativity.sync.workspace.ImageChoice;

/** Which items the data source of a run has now. What the source names and does not exist has none. */
@ApplicationScoped
class DataSources {

    private final Workspaces workspaces;
    private final SavedSearches searches;
    private final Views views;
    private final Productions productions;
    private final Items items;
    private final ImagePages pages;

    DataSources(
            Workspaces workspaces,
            SavedSearches searches,
            Views views,
            Productions productions,
            Items items,
            ImagePages pages) {
        this.workspaces = workspaces;
        this.searches = searches;
        this.views = views;
        this.productions = productions;
        this.items = items;
        this.pages = pages;
    }

    /** Ids above {@code afterItemId}, ascending, at most {@code limit}. */
    Uni<List<Long>> ids(long workspaceId, DataSource source, long afterItemId, int limit) {
        if (source instanceof DataSource.SavedSearchDocuments all) {
            return ofSearch(workspaceId, all.savedSearchId(), null, afterItemId, limit);
        }
        if (source instanceof DataSource.SavedSearchImages imaged) {
            return ofSearch(workspaceId, imaged.savedSearchId(), imaged.images(), afterItemId, limit);
        }
        if (source instanceof DataSource.ProductionImages produced) {
            return productions
                    .find(workspaceId, produced.productionId())
                    .chain(found -> found.isEmpty()
                            ? none()
                            : pages.itemsOf(
                                    produced.productionId(), ImagePages.places(produced.images()), afterItemId, limit));
        }
        long viewId = ((DataSource.ViewObjects) source).viewId();
        return views.find(workspaceId, viewId)
                .chain(found -> found.isEmpty()
                        ? none()
                        : views.filter(workspaceId, found.get()).chain(shown -> items.ids(shown, afterItemId, limit)));
    }

    private Uni<List<Long>> ofSearch(
            long workspaceId, long savedSearchId, ImageChoice images, long afterItemId, int limit) {
        return workspaces
                .find(workspaceId)
                .chain(workspace -> workspace.isEmpty()
                        ? none()
                        : searches.find(workspaceId, savedSearchId)
                                .chain(search -> search.isEmpty()
                                        ? none()
                                        : searches.filter(workspace.get(), search.get())
                                                .chain(filter -> images == null
                                                        ? items.ids(filter, afterItemId, limit)
                                                        : items.idsWithImages(
                                                                filter,
                                                                ImagePages.places(images),
                                                                afterItemId,
                                                                limit))));
    }

    private static Uni<List<Long>> none() {
        return Uni.createFrom().item(List.of());
    }
}
