package com.relativity.sync.store;

import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.store.ItemRows.ItemRow;
import com.relativity.sync.workspace.BatchWrite;

/**
 * Updates items of a batch that exist: locks them in the order of their identifiers, then writes them all at once. Those that only the batch's
 * chain has named are filled: they go where a new item goes.
 */
final class ExistingItems {

    // One by one by the index, as ItemWriter looks them up; so each is locked when its turn has come.
    private static final String LOCK = """
            select i.item_id, i.identifier, i.named_by
              from (select k.identifier from unnest($2::text[]) k (identifier) order by k.identifier collate "C") k
             cross join lateral (
              select item_id, identifier, named_by from store_item
               where object_type_id = $1 and identifier = k.identifier limit 1
                 for no key update) i
            """;

    /** A merged field keeps its names in order, and those of the new ones that it does not have are added behind. */
    private static final String UPDATE = """
            with w as materialized (
                select u.item_id, u.folder_id, u.fields::jsonb as fields,
                       u.native_name, u.native_reference, u.native_size, u.native_sha256, u.filled
                  from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[],
                              $12::boolean[])
                    as u(item_id, folder_id, fields, native_name, native_reference, native_size, native_sha256, filled))
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
                   folder_id = case when $11::boolean or w.filled then w.folder_id else i.folder_id end,
                   named_by = null,
                   native_name = case when w.native_reference is null then i.native_name else w.native_name end,
                   native_reference = coalesce(w.native_reference, i.native_reference),
                   native_size = coalesce(w.native_size, i.native_size),
                   native_sha256 = coalesce(w.native_sha256, i.native_sha256),
                   native_linked = case when w.native_reference is null then i.native_linked
                                        else not starts_with(w.native_reference, $1::bigint::text || '/') end
              from w
             where i.object_type_id = $2::bigint and i.item_id = w.item_id
            """;

    private ExistingItems() {}

    /**
     * Answers with the ids of the items by their identifiers. Fails with {@link DependencyDown} where one to be filled was written by somebody
     * else since it was looked up: the batch has to look again.
     *
     * @param filled those of {@code items} that have only been named
     * @param folderIds by path, of the folders that items move to
     */
    static Uni<Map<String, Long>> update(
            SqlConnection tx,
            long workspaceId,
            BatchWrite batch,
            List<ItemRow> items,
            Set<ItemRow> filled,
            Map<List<String>, Long> folderIds) {
        if (items.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(batch.objectTypeId(), column(items, String[]::new, ItemRow::identifier)))
                .map(found -> {
                    Map<String, Long> ids = new LinkedHashMap<>();
                    Set<String> named = new HashSet<>();
                    found.forEach(row -> {
                        ids.put(row.getString("identifier"), row.getLong("item_id"));
                        if (batch.chain() != null && batch.chain().equals(row.getLong("named_by"))) {
                            named.add(row.getString("identifier"));
                        }
                    });
                    if (!filled.stream().map(ItemRow::identifier).allMatch(named::contains)) {
                        throw new DependencyDown(
                                "PostgreSQL",
                                new ConcurrentModificationException("another writer filled the same item"));
                    }
                    return ids;
                })
                .call(ids ->
                        tx.preparedQuery(UPDATE).execute(arguments(workspaceId, batch, items, filled, ids, folderIds)));
    }

    private static Tuple arguments(
            long workspaceId,
            BatchWrite batch,
            List<ItemRow> items,
            Set<ItemRow> filled,
            Map<String, Long> ids,
            Map<List<String>, Long> folderIds) {
        return Tuple.from(new Object[] {
            workspaceId,
            batch.objectTypeId(),
            column(items, Long[]::new, row -> ids.get(row.identifier())),
            column(items, Long[]::new, row -> folderIds.get(row.folderPath())),
            column(items, String[]::new, ItemRow::fields),
            nativeColumn(items, String[]::new, row -> row.nativeFile().fileName()),
            nativeColumn(items, String[]::new, row -> row.nativeFile().file().reference()),
            nativeColumn(items, Long[]::new, row -> row.nativeFile().file().sizeBytes()),
            nativeColumn(items, String[]::new, row -> row.nativeFile().file().sha256()),
            batch.mergedFieldIds().stream().map(String::valueOf).toArray(String[]::new),
            batch.moveExisting(),
            column(items, Boolean[]::new, filled::contains)
        });
    }

    private static <T> T[] nativeColumn(List<ItemRow> items, IntFunction<T[]> array, Function<ItemRow, T> value) {
        return column(items, array, row -> row.nativeFile() == null ? null : value.apply(row));
    }

    private static <T> T[] column(List<ItemRow> items, IntFunction<T[]> array, Function<ItemRow, T> value) {
        return items.stream().map(value).toArray(array);
    }
}
