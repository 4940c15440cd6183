package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.NotFound;
import com.relativity.sync.store.ItemRows.ItemRow;
import com.relativity.sync.store.NamedObjects.MissingObject;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.WriteMode;

/**
 * Writes the items of a batch in the caller's transaction, set by set, with the choices and objects that they name and the tags of their
 * sources. New items are inserted in the order of their types and identifiers, then those that exist are locked in that order and updated: of
 * two writers of the same identifiers one waits, and each learns what is true when it commits.
 */
@ApplicationScoped
class ItemWriter {

    private static final String TARGET = """
            select exists (select from store_object_type where workspace_id = $1 and object_type_id = $2) as type_exists,
                   $3::bigint is null
                   or exists (select from store_folder where workspace_id = $1 and folder_id = $3) as folder_exists
            """;

    // One by one by the index, whatever the statistics say: a plan made while the table was small, and kept for the
    // connection, would compare every item of the type with every identifier of the batch.
    private static final String EXISTING = """
            select i.identifier, coalesce(i.named_by = $3, false) as named
              from unnest($2::text[]) k (identifier) cross join lateral (
              select identifier, named_by from store_item where object_type_id = $1 and identifier = k.identifier limit 1) i
            """;

    private final Folders folders;
    private final Choices choices;
    private final NamedObjects objects;
    private final SourceTagging tagging;
    private final Productions productions;
    private final ImagePageWriter pages;

    ItemWriter(
            Folders folders,
            Choices choices,
            NamedObjects objects,
            SourceTagging tagging,
            Productions productions,
            ImagePageWriter pages) {
        this.folders = folders;
        this.choices = choices;
        this.objects = objects;
        this.tagging = tagging;
        this.productions = productions;
        this.pages = pages;
    }

    /**
     * @param created with what the batch's chain had only named
     * @param errors in the order of the batch
     */
    record Written(int created, int updated, long metadataBytes, long fileBytes, List<ItemError> errors) {}

    /**
     * Writes {@code rows}, made of {@code batch}, all of them or, when it fails, none. Fails with {@link NotFound} when the object type or
     * the folder or the production of the batch does not exist in the workspace.
     */
    Uni<Written> write(SqlConnection tx, long workspaceId, BatchWrite batch, ItemRows rows) {
        Writing writing = new Writing(tx, workspaceId, batch, rows);
        Uni<Void> made = objects.keepNames(tx, rows.namedTypes(batch))
                .chain(writing::checkTarget)
                .chain(writing::lookUp)
                .chain(writing::makeFolders)
                .chain(writing::makeChoices)
                .chain(writing::findMissingObjects)
                .chain(writing::insert);
        Uni<Void> done = writing.sourcesComeFirst()
                ? made.chain(writing::tagSources).chain(writing::update)
                : made.chain(writing::update).chain(writing::tagSources);
        return done.chain(writing::replacePages).map(all -> writing.written());
    }

    /** One batch on its way; a step an operation on the connection, one after the other. */
    private final class Writing {

        private final SqlConnection tx;
        private final long workspaceId;
        private final BatchWrite batch;
        private final ItemRows rows;
        private final List<ItemRow> creates = new ArrayList<>();
        private final List<ItemRow> updates = new ArrayList<>();
        // Of the updates, what until now is there only by name.
        private final Set<ItemRow> fills = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Map<String, ItemError> errors = new LinkedHashMap<>();
        private final Map<String, Long> made = new HashMap<>();
        private final Map<String, Long> locked = new LinkedHashMap<>();
        private Map<List<String>, Long> folderIds = Map.of();
        private List<MissingObject> missingObjects = List.of();

        Writing(SqlConnection tx, long workspaceId, BatchWrite batch, ItemRows rows) {
            this.tx = tx;
            this.workspaceId = workspaceId;
            this.batch = batch;
            this.rows = rows;
        }

        Uni<Void> checkTarget() {
            return tx.preparedQuery(TARGET)
                    .execute(Tuple.of(workspaceId, batch.objectTypeId(), batch.folderId()))
                    .invoke(found -> {
                        Row target = found.iterator().next();
                        if (!target.getBoolean("type_exists")) {
                            throw new NotFound("There is no object type " + batch.objectTypeId() + " in workspace "
                                    + workspaceId + "; choose one that exists.");
                        }
                        if (!target.getBoolean("folder_exists")) {
                            throw new NotFound("There is no folder " + batch.folderId() + " in workspace " + workspaceId
                                    + "; choose one that exists.");
                        }
                    })
                    .chain(() -> batch.productionId() == null
                            ? Uni.createFrom().voidItem()
                            : productions.check(tx, workspaceId, batch.productionId()));
        }

        /** Sorts items by whether they exist, so that no folder is made for one that is refused. */
        Uni<Void> lookUp() {
            return tx.preparedQuery(EXISTING)
                    .execute(Tuple.of(batch.objectTypeId(), rows.rows.keySet().toArray(String[]::new), batch.chain()))
                    .invoke(found -> {
                        Set<String> existing = new HashSet<>();
                        Set<String> named = new HashSet<>();
                        found.forEach(row -> (row.getBoolean("named") ? named : existing).add(row.getString(0)));
                        rows.rows.values().forEach(row -> {
                            if (named.contains(row.identifier()) && batch.mode() != WriteMode.UPDATE) {
                                updates.add(row);
                                fills.add(row);
                            } else {
                                sort(row, existing.contains(row.identifier()));
                            }
                        });
                    })
                    .replaceWithVoid();
        }

        private void sort(ItemRow row, boolean exists) {
            if (exists && batch.mode() == WriteMode.CREATE) {
                errors.put(row.identifier(), ItemError.alreadyExists(row.sourceItemId(), row.identifier()));
            } else if (exists) {
                updates.add(row);
            } else if (batch.mode() == WriteMode.UPDATE) {
                errors.put(row.identifier(), ItemError.doesNotExist(row.sourceItemId(), row.identifier()));
            } else {
                creates.add(row);
            }
        }

        Uni<Void> makeFolders() {
            if (batch.folderId() == null) {
                return Uni.createFrom().voidItem();
            }
            Set<List<String>> paths = new HashSet<>();
            creates.forEach(row -> paths.add(row.folderPath()));
            (batch.moveExisting() ? updates : fills).forEach(row -> paths.add(row.folderPath()));
            return folders.below(tx, workspaceId, batch.folderId(), paths)
                    .invoke(made -> folderIds = made)
                    .replaceWithVoid();
        }

        Uni<Void> makeChoices() {
            return choices.make(tx, rows.choices(toWrite()));
        }

        /** One that the batch itself creates is written with its own values. */
        Uni<Void> findMissingObjects() {
            return objects.missing(tx, rows.objects(toWrite()))
                    .invoke(missing -> {
                        Set<String> own = new HashSet<>();
                        creates.forEach(row -> own.add(row.identifier()));
                        missingObjects = missing.stream()
                                .filter(object ->
                                        object.objectTypeId() != batch.objectTypeId() || !own.contains(object.name()))
                                .toList();
                    })
                    .replaceWithVoid();
        }

        private List<ItemRow> toWrite() {
            List<ItemRow> all = new ArrayList<>(creates);
            all.addAll(updates);
            return all;
        }

        Uni<Void> insert() {
            NewItems items = new NewItems();
            creates.forEach(row -> items.add(workspaceId, batch.objectTypeId(), row, folderIds.get(row.folderPath())));
            missingObjects.forEach(object -> items.add(object, batch.chain()));
            return items.insert(tx)
                    .invoke(inserted -> {
                        inserted.stream()
                                .filter(item -> item.objectTypeId() == batch.objectTypeId())
                                .forEach(item -> made.put(item.identifier(), item.itemId()));
                        List<ItemRow> late = creates.stream()
                                .filter(row -> !made.containsKey(row.identifier()))
                                .toList();
                        late.forEach(row -> sort(row, true));
                        creates.removeIf(row -> !made.containsKey(row.identifier()));
                    })
                    .replaceWithVoid();
        }

        Uni<Void> update() {
            return ExistingItems.update(tx, workspaceId, batch, updates, fills, folderIds)
                    .invoke(locked::putAll)
                    .replaceWithVoid();
        }

        /** Whether the sources, if they get tags, stand before the batch's items in the order of locks. */
        boolean sourcesComeFirst() {
            return batch.sourceTags() != null && batch.sourceTags().objectTypeId() < batch.objectTypeId();
        }

        Uni<Void> tagSources() {
            if (batch.sourceTags() == null) {
                return Uni.createFrom().voidItem();
            }
            return tagging.add(
                    tx,
                    batch.sourceTags(),
                    toWrite().stream()
                            .map(ItemRow::sourceItemId)
                            .filter(Objects::nonNull)
                            .toList());
        }

        Uni<Void> replacePages() {
            Map<Long, List<ItemWrite.PageWrite>> byItem = new LinkedHashMap<>();
            creates.forEach(row -> putPages(byItem, made.get(row.identifier()), row));
            updates.forEach(row -> putPages(byItem, locked.get(row.identifier()), row));
            if (byItem.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            long place = batch.productionId() == null ? ImagePages.ORIGINALS : batch.productionId();
            List<Long> existing =
                    locked.values().stream().filter(byItem::containsKey).toList();
            return pages.replace(tx, workspaceId, place, byItem, existing);
        }

        private static void putPages(Map<Long, List<ItemWrite.PageWrite>> byItem, Long itemId, ItemRow row) {
            if (row.images() != null) {
                byItem.put(itemId, row.images());
            }
        }

        Written written() {
            List<ItemRow> done = toWrite();
            List<ItemError> inOrder = new ArrayList<>(rows.refused);
            rows.rows.keySet().stream()
                    .filter(errors::containsKey)
                    .map(errors::get)
                    .forEach(inOrder::add);
            return new Written(
                    creates.size() + fills.size(),
                    updates.size() - fills.size(),
                    done.stream().mapToLong(ItemRow::metadataBytes).sum(),
                    done.stream().mapToLong(ItemRow::fileBytes).sum(),
                    inOrder);
        }
    }
}
