package com.relativity.sync.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.NotFound;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.store.NamedObjects.NamedObject;
import com.relativity.sync.store.loadfile.ValueReader;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.SourceTags;

/**
 * Makes rows of a batch before its transaction: fields and users are never changed or removed, so what is true of them before it is true in
 * it.
 */
@ApplicationScoped
class BatchRows {

    private final Fields fields;
    private final Users users;
    private final StoreFiles files;

    BatchRows(Fields fields, Users users, StoreFiles files) {
        this.fields = fields;
        this.users = users;
        this.files = files;
    }

    /**
     * The rows of a batch. Fails with {@link NotFound} where a field does not exist in the type of the items or, for their tags, of their
     * sources.
     */
    Uni<ItemRows> of(long workspaceId, BatchWrite batch) {
        return rows(workspaceId, batch, users::known);
    }

    /** The same, and users whom values name become known. */
    Uni<ItemRows> ofImport(long workspaceId, BatchWrite batch) {
        return rows(workspaceId, batch, users::made);
    }

    private Uni<ItemRows> rows(
            long workspaceId, BatchWrite batch, Function<Collection<String>, Uni<Map<String, String>>> known) {
        Set<Long> named = new HashSet<>();
        batch.items().forEach(item -> named.addAll(item.values().keySet()));
        return fields(workspaceId, batch.objectTypeId(), named)
                .chain(own -> known.apply(emails(batch, own.values()))
                        .chain(people -> tagObjects(batch.sourceTags())
                                .chain(tags -> files.onWorker(() -> ItemRows.of(batch, own, people, tags)))));
    }

    private Uni<Map<Long, Field>> fields(long workspaceId, long objectTypeId, Set<Long> fieldIds) {
        if (fieldIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return fields.withIds(workspaceId, fieldIds).map(found -> {
            Map<Long, Field> byId = found.stream()
                    .filter(field -> field.objectTypeId() == objectTypeId)
                    .collect(Collectors.toMap(Field::fieldId, Function.identity()));
            for (Long fieldId : fieldIds) {
                if (!byId.containsKey(fieldId)) {
                    throw new NotFound("The object type " + objectTypeId + " of workspace " + workspaceId
                            + " has no field " + fieldId + "; choose one that exists.");
                }
            }
            return byId;
        });
    }

    private static Set<String> emails(BatchWrite batch, Collection<Field> own) {
        List<Field> ofUsers =
                own.stream().filter(field -> field.type() == FieldType.User).toList();
        Set<String> emails = new HashSet<>();
        for (Field field : ofUsers) {
            batch.items().forEach(item -> {
                if (item.values().get(field.fieldId()) instanceof String email && ValueReader.isAddress(email)) {
                    emails.add(email);
                }
            });
        }
        return emails;
    }

    private Uni<List<NamedObject>> tagObjects(SourceTags tags) {
        if (tags == null) {
            return Uni.createFrom().item(List.of());
        }
        return fields(tags.workspaceId(), tags.objectTypeId(), tags.names().keySet())
                .map(own -> tags.names().entrySet().stream()
                        .flatMap(tag -> tag.getValue().stream().map(name -> tagObject(own.get(tag.getKey()), name)))
                        .distinct()
                        .toList());
    }

    private static NamedObject tagObject(Field field, String name) {
        String fault = field.type() == FieldType.MultipleObject
                ? FieldRules.fault(field, List.of(name), Map.of())
                : "The field '" + field.name() + "' is of the type " + field.type() + ", not MultipleObject.";
        if (fault != null) {
            throw new RulesViolated("", "Items of the source cannot be tagged: " + fault);
        }
        return new NamedObject(field.associatedObjectTypeId(), name);
    }
}
