package com.relativity.sync.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * The objects that values name. A field holds names, so two promises keep a name and its object together: a transaction that writes a name
 * also makes the object where it is missing, and an object is renamed while no such transaction is under way.
 */
@ApplicationScoped
class NamedObjects {

    private static final String MISSING = """
            select t.workspace_id, w.object_type_id, w.name, f.field_id,
                   case t.name when 'Document' then root.folder_id end as folder_id
              from unnest($1::bigint[], $2::text[]) as w(object_type_id, name)
              join store_object_type t on t.object_type_id = w.object_type_id
              join store_field f on f.object_type_id = w.object_type_id and f.is_identifier
              join store_folder root on root.workspace_id = t.workspace_id and root.parent_folder_id is null
             where not exists (
                   select from store_item i where i.object_type_id = w.object_type_id and i.identifier = w.name)
            """;

    record NamedObject(long objectTypeId, String name) {}

    /**
     * An object to be made.
     *
     * @param folderId the root folder for a document, null for every other type
     * @param fields JSON by field id: its identifier
     */
    record MissingObject(long workspaceId, long objectTypeId, String name, Long folderId, String fields) {}

    /** Until {@code tx} ends, no object of these types is renamed. Comes before every look at one, and every lock on one. */
    Uni<Void> keepNames(SqlConnection tx, Set<Long> objectTypeIds) {
        if (objectTypeIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery("select 1 from unnest($1::bigint[]) as t(id), pg_advisory_xact_lock_shared(t.id)")
                .execute(Tuple.of(objectTypeIds.stream().sorted().toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** Waits for every transaction that keeps the type's names, and keeps further ones waiting until {@code tx} ends. */
    Uni<Void> changeNames(SqlConnection tx, long objectTypeId) {
        return tx.preparedQuery("select 1 from pg_advisory_xact_lock($1)")
                .execute(Tuple.of(objectTypeId))
                .replaceWithVoid();
    }

    /** Those of {@code named} that do not exist. */
    Uni<List<MissingObject>> missing(SqlConnection tx, Collection<NamedObject> named) {
        if (named.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return tx.preparedQuery(MISSING)
                .execute(Tuple.of(
                        named.stream().map(NamedObject::objectTypeId).toArray(Long[]::new),
                        named.stream().map(NamedObject::name).toArray(String[]::new)))
                .map(rows -> rows.stream()
                        .map(row -> new MissingObject(
                                row.getLong("workspace_id"),
                                row.getLong("object_type_id"),
                                row.getString("name"),
                                row.getLong("folder_id"),
                                FieldValues.encode(Map.of(row.getLong("field_id"), row.getString("name")))))
                        .toList());
    }
}
