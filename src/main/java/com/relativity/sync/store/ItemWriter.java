package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.NotFound;
import com.relativity.sync.store.ItemRows.ItemRow;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.WriteMode;

/**
 * Writes the items of a batch in the caller's transaction, set by set. New items are inserted in the order of their identifiers, then those
 * that exist are locked in that order and updated: of two writers of the same identifiers one waits, and each learns what is true when it
 * commits.
 */
@ApplicationScoped
class ItemWriter {

    private static final String TARGET = """
            select exists (select from store_object_type where workspace_id = $1 and object_type_id = $2) as type_exists,
                   $3::bigint is null
                   or exists (select from store_folder where workspace_id = $1 and folder_id = $3) as folder_exists
            """;

    private static final String EXISTING =
            "select identifier from store_item where object_type_id = $1 and identifier = any ($2)";

    private static final String INSERT = """
            insert into store_item (item_id, workspace_id, object_type_id, identifier, folder_id, fields,
                                    native_name, native_reference, native_size, native_sha256, native_linked)
            select w.item_id, $1::bigint, $2::bigint, w.identifier, w.folder_id, jsonb_strip_nulls(w.fields::jsonb),
                   w.native_name, w.native_reference, w.native_size, w.native_sha256,
                   w.native_reference is not null and not starts_with(w.native_reference, $1::bigint::text || '/')
              from (select nextval('store_artifact_id') as item_id, u.*
                      from unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[])
                        as u(identifier, folder_id, fields, native_name, native_reference, native_size, native_sha256)) w
             order by w.identifier collate "C"
                on conflict (object_type_id, identifier) do nothing
            returning identifier, item_id
            """;

    private static final String LOCK = """
            select item_id, identifier from store_item
             where object_type_id = $1 and identifier = any ($2)
             order by identifier
               for no key update
            """;

    /** A merged field keeps its names in order, and those of the new ones that it does not have are added behind. */
    private static final String UPDATE = """
            with w as materialized (
                select u.item_id, u.folder_id, u.fields::jsonb as fields,
                       u.native_name, u.native_reference, u.native_size, u.native_sha256
                  from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[])
                    as u(item_id, folder_id, fields, native_name, native_reference, native_size, native_sha256))
            update store_item i
               set fields = jsonb_strip_nulls(i.fields || w.fields || coalesce((
                       select jsonb_object_agg(m.key, case
                                  when jsonb_typeof(w.fields -> m.key) = 'array' then (i.fields -> m.key) || coalesce((
                                      select jsonb_agg(n.name order by n.position)
                                        from jsonb_array_elements(w.fields -> m.key) with ordinality as n(name, position)
                                       where not (i.fields -> m.key) @> n.name), '[]')
                                  else i.fields -> m.key end)
                         from unnest($10::text[]) as m(key)
                        where jsonb_typeof(i.fields -> m.key) = 'array' and w.fields ? m.key), '{}')),
                   folder_id = case when $11::boolean then w.folder_id else i.folder_id end,
                   native_name = case when w.native_reference is null then i.native_name else w.native_name end,
                   native_reference = coalesce(w.native_reference, i.native_reference),
                   native_size = coalesce(w.native_size, i.native_size),
                   native_sha256 = coalesce(w.native_sha256, i.native_sha256),
                   native_linked = case when w.native_reference is null then i.native_linked
                                        else not starts_with(w.native_reference, $1::bigint::text || '/') end
              from w
             where i.object_type_id = $2::bigint and i.item_id = w.item_id
            """;

    private final Folders folders;
    private final Productions productions;
    private final ImagePageWriter pages;

    ItemWriter(Folders folders, Productions productions, ImagePageWriter pages) {
        this.folders = folders;
        this.productions = productions;
        this.pages = pages;
    }

    /** @param errors in the order of the batch */
    record Written(int created, int updated, long metadataBytes, long fileBytes, List<ItemError> errors) {}

    /**
     * Writes {@code rows}, made of {@code batch}, all of them or, when it fails, none. Fails with {@link NotFound} when the object type or
     * the folder or the production of the batch does not exist in the workspace.
     */
    Uni<Written> write(SqlConnection tx, long workspaceId, BatchWrite batch, ItemRows rows) {
        Writing writing = new Writing(tx, workspaceId, batch, rows);
        return writing.checkTarget()
                .chain(writing::lookUp)
                .chain(writing::makeFolders)
                .chain(writing::insert)
                .chain(writing::lock)
                .chain(writing::update)
                .chain(writing::replacePages)
                .map(done -> writing.written());
    }

    /** One batch on its way; a step an operation on the connection, one after the other. */
    private final class Writing {

        private final SqlConnection tx;
        private final long workspaceId;
        private final BatchWrite batch;
        private final ItemRows rows;
        private final List<ItemRow> creates = new ArrayList<>();
        private final List<ItemRow> updates = new ArrayList<>();
        private final Map<String, ItemError> errors = new LinkedHashMap<>();
        private final Map<String, Long> made = new HashMap<>();
        private final Map<String, Long> locked = new LinkedHashMap<>();
        private Map<List<String>, Long> folderIds = Map.of();

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
                    .execute(Tuple.of(batch.objectTypeId(), rows.rows.keySet().toArray(String[]::new)))
                    .invoke(found -> {
                        Set<String> existing = new HashSet<>();
                        found.forEach(row -> existing.add(row.getString(0)));
                        rows.rows.values().forEach(row -> sort(row, existing.contains(row.identifier())));
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
            if (batch.moveExisting()) {
                updates.forEach(row -> paths.add(row.folderPath()));
            }
            return folders.below(tx, workspaceId, batch.folderId(), paths)
                    .invoke(made -> folderIds = made)
                    .replaceWithVoid();
        }

        Uni<Void> insert() {
            if (creates.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return tx.preparedQuery(INSERT)
                    .execute(arguments(creates, column(creates, String[]::new, ItemRow::identifier)))
                    .invoke(inserted -> {
                        inserted.forEach(row -> made.put(row.getString("identifier"), row.getLong("item_id")));
                        if (made.size() < creates.size()) {
                            creates.stream()
                                    .filter(row -> !made.containsKey(row.identifier()))
                                    .forEach(row -> sort(row, true));
                            creates.removeIf(row -> !made.containsKey(row.identifier()));
                        }
                    })
                    .replaceWithVoid();
        }

        Uni<Void> lock() {
            if (updates.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return tx.preparedQuery(LOCK)
                    .execute(Tuple.of(batch.objectTypeId(), column(updates, String[]::new, ItemRow::identifier)))
                    .invoke(found ->
                            found.forEach(row -> locked.put(row.getString("identifier"), row.getLong("item_id"))))
                    .replaceWithVoid();
        }

        Uni<Void> update() {
            if (updates.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            Tuple arguments = arguments(updates, column(updates, Long[]::new, row -> locked.get(row.identifier())));
            arguments.addArrayOfString(
                    batch.mergedFieldIds().stream().map(String::valueOf).toArray(String[]::new));
            arguments.addBoolean(batch.moveExisting());
            return tx.preparedQuery(UPDATE).execute(arguments).replaceWithVoid();
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

        /** Workspace, type and one array a column, the first one given. */
        private Tuple arguments(List<ItemRow> of, Object keys) {
            return Tuple.from(new Object[] {
                workspaceId,
                batch.objectTypeId(),
                keys,
                column(of, Long[]::new, row -> folderIds.get(row.folderPath())),
                column(of, String[]::new, ItemRow::fields),
                nativeColumn(of, String[]::new, row -> row.nativeFile().fileName()),
                nativeColumn(of, String[]::new, row -> row.nativeFile().file().reference()),
                nativeColumn(of, Long[]::new, row -> row.nativeFile().file().sizeBytes()),
                nativeColumn(of, String[]::new, row -> row.nativeFile().file().sha256())
            });
        }

        private <T> T[] nativeColumn(List<ItemRow> of, IntFunction<T[]> array, Function<ItemRow, T> value) {
            return column(of, array, row -> row.nativeFile() == null ? null : value.apply(row));
        }

        private <T> T[] column(List<ItemRow> of, IntFunction<T[]> array, Function<ItemRow, T> value) {
            return of.stream().map(value).toArray(array);
        }

        Written written() {
            List<ItemRow> done = new ArrayList<>(creates);
            done.addAll(updates);
            List<ItemError> inOrder = new ArrayList<>(rows.refused);
            rows.rows.keySet().stream()
                    .filter(errors::containsKey)
                    .map(errors::get)
                    .forEach(inOrder::add);
            return new Written(
                    creates.size(),
                    updates.size(),
                    done.stream().mapToLong(ItemRow::metadataBytes).sum(),
                    done.stream().mapToLong(ItemRow::fileBytes).sum(),
                    inOrder);
        }
    }
}
