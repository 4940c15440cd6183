package com.relativity.sync.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.workspace.SourceTags;

/** Adds the tags of a run to the items that its batches were read from, in the batch's transaction. */
@ApplicationScoped
class SourceTagging {

    /**
     * Locks in the order of identifiers. Names that an item has stay where they are. No item is left out for what it has already: one that
     * another transaction changed while this one waited for it is only seen as it is now once it is being written.
     */
    private static final String ADD = """
            with source as materialized (
                select i.item_id from store_item i
                 where i.workspace_id = $1 and i.object_type_id = $2 and i.item_id = any ($3)
                 order by i.identifier
                   for no key update)
            update store_item i
               set fields = i.fields || (
                       select jsonb_object_agg(t.key, coalesce(i.fields -> t.key, '[]') || coalesce((
                                  select jsonb_agg(n.name order by n.position)
                                    from jsonb_array_elements(t.names::jsonb) with ordinality as n(name, position)
                                   where not coalesce(i.fields -> t.key, '[]') @> n.name), '[]'))
                         from unnest($4::text[], $5::text[]) as t(key, names))
              from source s
             where i.object_type_id = $2 and i.item_id = s.item_id
            """;

    /** Items that have gone are left out. */
    Uni<Void> add(SqlConnection tx, SourceTags tags, Collection<Long> itemIds) {
        List<Map.Entry<Long, List<String>>> names = tags.names().entrySet().stream()
                .filter(tag -> !tag.getValue().isEmpty())
                .toList();
        if (itemIds.isEmpty() || names.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(ADD)
                .execute(Tuple.of(
                        tags.workspaceId(),
                        tags.objectTypeId(),
                        itemIds.toArray(Long[]::new),
                        names.stream().map(name -> name.getKey().toString()).toArray(String[]::new),
                        names.stream()
                                .map(name -> new JsonArray(name.getValue().stream()
                                                .distinct()
                                                .toList())
                                        .encode())
                                .toArray(String[]::new)))
                .replaceWithVoid();
    }
}
