package com.relativity.sync.store;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.NotFound;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.WriteMode;

/** Single objects, known by type and name. */
@ApplicationScoped
class ObjectsByName {

    private final Transactions transactions;
    private final Workspaces workspaces;
    private final Fields fields;
    private final BatchRows rows;
    private final ItemWriter writer;

    ObjectsByName(Transactions transactions, Workspaces workspaces, Fields fields, BatchRows rows, ItemWriter writer) {
        this.transactions = transactions;
        this.workspaces = workspaces;
        this.fields = fields;
        this.rows = rows;
        this.writer = writer;
    }

    /**
     * Writes one object, making it where it is missing; what {@code values}, none of which is a file, does not name stays as it is. Fails with
     * {@link NotFound} where the type or a field does not exist, and with {@link RulesViolated} where a value cannot be one of its field.
     */
    Uni<Void> ensure(long workspaceId, long objectTypeId, String identifier, Map<Long, Object> values) {
        return identifierField(workspaceId, objectTypeId)
                .chain(field -> folder(workspaceId, objectTypeId).chain(folderId -> {
                    Map<Long, Object> all = new HashMap<>(values);
                    all.put(field.fieldId(), identifier);
                    ItemWrite object = new ItemWrite(null, identifier, all, List.of(), null, null);
                    return write(
                            workspaceId,
                            new BatchWrite(
                                    1,
                                    objectTypeId,
                                    WriteMode.CREATE_OR_UPDATE,
                                    Set.of(),
                                    folderId,
                                    false,
                                    null,
                                    null,
                                    List.of(object),
                                    List.of()));
                }));
    }

    private Uni<Field> identifierField(long workspaceId, long objectTypeId) {
        return fields.of(workspaceId, objectTypeId)
                .map(found -> found.stream()
                        .findFirst()
                        .orElseThrow(() -> new NotFound(
                                "There is no object type " + objectTypeId + " in workspace " + workspaceId + ".")));
    }

    /** Where a new object of the type goes; null for a type without folders. */
    private Uni<Long> folder(long workspaceId, long objectTypeId) {
        return workspaces
                .get(workspaceId)
                .map(workspace -> workspace.documentTypeId() == objectTypeId ? workspace.rootFolderId() : null);
    }

    private Uni<Void> write(long workspaceId, BatchWrite batch) {
        return rows.of(workspaceId, batch)
                .chain(made -> transactions.inOne(tx -> writer.write(tx, workspaceId, batch, made)))
                .invoke(written -> {
                    if (!written.errors().isEmpty()) {
                        throw new RulesViolated("", written.errors().get(0).message());
                    }
                })
                .replaceWithVoid();
    }

    /** Identifiers of the objects that have exactly this value in the field, in order; an empty value is had by none. */
    Uni<List<String>> with(long workspaceId, long objectTypeId, long fieldId, Object value) {
        return transactions
                .query(
                        """
                        select identifier from store_item
                         where workspace_id = $1 and object_type_id = $2
                           and fields -> $3::text = $4::text::jsonb -> $3::text
                         order by identifier
                        """,
                        Tuple.of(
                                workspaceId,
                                objectTypeId,
                                Long.toString(fieldId),
                                FieldValues.encode(Collections.singletonMap(fieldId, value))))
                .map(found -> found.stream().map(row -> row.getString(0)).toList());
    }
}
