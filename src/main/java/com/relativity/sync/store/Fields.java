package com.relativity.sync.store;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.Conflict;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.OverlayBehavior;

/** The fields of object types. A field is never changed or removed once it is made. */
@ApplicationScoped
public class Fields {

    /** Most characters of an identifier. */
    public static final int IDENTIFIER_LENGTH = 255;

    /** Most characters of a fixed-length text that is made without saying how many. */
    public static final int DEFAULT_LENGTH = 255;

    private static final String COLUMNS =
            "f.field_id, f.object_type_id, f.name, f.type, f.is_identifier, f.overlay_behavior, f.length, f.associated_object_type_id";

    private final Transactions transactions;

    Fields(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The identifier that an object type will have once it is made; its ids mean nothing. */
    static Field identifierOfNewType() {
        return new Field(
                0, 0, "Name", FieldType.FixedLengthText, true, OverlayBehavior.ReplaceValues, IDENTIFIER_LENGTH, null);
    }

    /** Makes a field; fails with {@link Conflict} where the type has a field of that name. */
    public Uni<Field> create(long objectTypeId, NewField field) {
        return add(objectTypeId, field)
                .map(made -> made.orElseThrow(
                        () -> new Conflict("There is a field '" + field.name() + "' already; choose another name.")));
    }

    /** The field of that name, made if it is missing. Fails with {@link RulesViolated} where it is there and cannot hold the same values. */
    Uni<Field> ensure(long workspaceId, long objectTypeId, NewField field) {
        String fault = Names.fault(field.name());
        if (fault != null) {
            throw new RulesViolated("name", fault);
        }
        return named(workspaceId, objectTypeId, field.name())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found)
                        : add(objectTypeId, field).chain(() -> named(workspaceId, objectTypeId, field.name())))
                .map(Optional::orElseThrow)
                .invoke(found -> check(found, field));
    }

    private static void check(Field found, NewField wanted) {
        if (found.type() != wanted.type()) {
            throw new RulesViolated(
                    wanted.name(),
                    "The field '" + wanted.name() + "' exists with the type " + found.type() + " and should have "
                            + wanted.type() + "; rename it.");
        }
        if (!Objects.equals(found.associatedObjectTypeId(), wanted.associatedObjectTypeId())) {
            throw new RulesViolated(
                    wanted.name(),
                    "The field '" + wanted.name() + "' exists and holds "
                            + (found.associatedObjectTypeId() == null
                                    ? "no objects"
                                    : "objects of the type " + found.associatedObjectTypeId())
                            + ", and should hold those of the type " + wanted.associatedObjectTypeId()
                            + "; rename it.");
        }
    }

    private Uni<Optional<Field>> named(long workspaceId, long objectTypeId, String name) {
        return of(workspaceId, objectTypeId)
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw new NotFound(
                                "There is no object type " + objectTypeId + " in workspace " + workspaceId + ".");
                    }
                })
                .map(found -> found.stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst());
    }

    private Uni<Optional<Field>> add(long objectTypeId, NewField field) {
        return transactions
                .query("""
                        insert into store_field as f
                               (object_type_id, name, type, overlay_behavior, length, associated_object_type_id)
                        values ($1, $2, $3, $4, $5, $6)
                            on conflict (object_type_id, name) do nothing
                        returning\s""" + COLUMNS, Tuple.from(new Object[] {
                    objectTypeId,
                    field.name(),
                    field.type().name(),
                    (field.overlayBehavior() == null ? OverlayBehavior.ReplaceValues : field.overlayBehavior()).name(),
                    length(field),
                    field.associatedObjectTypeId()
                }))
                .map(rows -> rows.stream().findFirst().map(Fields::field));
    }

    private static Integer length(NewField field) {
        return field.type() == FieldType.FixedLengthText && field.length() == null
                ? Integer.valueOf(DEFAULT_LENGTH)
                : field.length();
    }

    /** Makes those of {@code fields} whose names the type does not have yet. Safe beside others that make the same ones. */
    public Uni<Void> createMissing(long objectTypeId, Collection<NewField> fields) {
        if (fields.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .query(
                        """
                        insert into store_field (object_type_id, name, type, length, associated_object_type_id)
                        select $1, n.name, n.type, n.length, n.associated_object_type_id
                          from unnest($2::text[], $3::text[], $4::integer[], $5::bigint[])
                               as n(name, type, length, associated_object_type_id)
                         order by n.name collate "C"
                            on conflict (object_type_id, name) do nothing
                        """,
                        Tuple.of(
                                objectTypeId,
                                fields.stream().map(NewField::name).toArray(String[]::new),
                                fields.stream()
                                        .map(field -> field.type().name())
                                        .toArray(String[]::new),
                                fields.stream().map(NewField::length).toArray(Integer[]::new),
                                fields.stream()
                                        .map(NewField::associatedObjectTypeId)
                                        .toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** All fields of a type, the identifier first, then in order of their ids. */
    public Uni<List<Field>> of(long workspaceId, long objectTypeId) {
        return transactions
                .query("select " + COLUMNS + """
                                   from store_field f
                                   join store_object_type t on t.object_type_id = f.object_type_id
                                  where t.workspace_id = $1 and t.object_type_id = $2
                                  order by f.is_identifier desc, f.field_id
                                """, Tuple.of(workspaceId, objectTypeId))
                .map(rows -> rows.stream().map(Fields::field).toList());
    }

    public Uni<Boolean> exists(long workspaceId, long fieldId) {
        return withIds(workspaceId, List.of(fieldId)).map(found -> !found.isEmpty());
    }

    /** Those of the fields that exist in the workspace, of whichever type. */
    Uni<List<Field>> withIds(long workspaceId, Collection<Long> fieldIds) {
        return transactions
                .query("select " + COLUMNS + """
                                   from store_field f
                                   join store_object_type t on t.object_type_id = f.object_type_id
                                  where t.workspace_id = $1 and f.field_id = any ($2)
                                """, Tuple.of(workspaceId, fieldIds.toArray(Long[]::new)))
                .map(rows -> rows.stream().map(Fields::field).toList());
    }

    private static Field field(Row row) {
        return new Field(
                row.getLong("field_id"),
                row.getLong("object_type_id"),
                row.getString("name"),
                FieldType.valueOf(row.getString("type")),
                row.getBoolean("is_identifier"),
                OverlayBehavior.valueOf(row.getString("overlay_behavior")),
                row.getInteger("length"),
                row.getLong("associated_object_type_id"));
    }
}
