package com.relativity.sync.store;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.Conflict;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.ObjectType;

/** The object types of a workspace. A new one has the identifier field Name. */
@ApplicationScoped
public class ObjectTypes {

    private static final String SELECT = "select object_type_id, name from store_object_type where workspace_id = $1";

    private final Transactions transactions;

    ObjectTypes(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Fails with {@link Conflict} where the workspace has a type of that name. */
    public Uni<ObjectType> create(long workspaceId, String name) {
        return add(workspaceId, name)
                .map(made -> made.orElseThrow(() -> new Conflict("The workspace " + workspaceId
                        + " has an object type '" + name + "' already; choose another name.")));
    }

    /** The type of that name, made if it is missing. */
    public Uni<ObjectType> findOrCreate(long workspaceId, String name) {
        return named(workspaceId, name)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : add(workspaceId, name)
                                .chain(() -> named(workspaceId, name))
                                .map(Optional::orElseThrow));
    }

    /** The same. Fails with {@link RulesViolated} where no type can have that name. */
    Uni<ObjectType> ensure(long workspaceId, String name) {
        String fault = Names.fault(name);
        return fault == null
                ? findOrCreate(workspaceId, name)
                : Uni.createFrom().failure(new RulesViolated("name", fault));
    }

    private Uni<Optional<ObjectType>> add(long workspaceId, String name) {
        return transactions
                .query("""
                        with type as (
                            insert into store_object_type (workspace_id, name) values ($1, $2)
                            on conflict (workspace_id, name) do nothing returning object_type_id, name),
                        field as (
                            insert into store_field (object_type_id, name, type, is_identifier, length)
                            select object_type_id, 'Name', 'FixedLengthText', true, $3 from type)
                        select object_type_id, name from type
                        """, Tuple.of(workspaceId, name, Fields.IDENTIFIER_LENGTH))
                .map(ObjectTypes::first);
    }

    public Uni<Optional<ObjectType>> find(long workspaceId, long objectTypeId) {
        return transactions
                .query(SELECT + " and object_type_id = $2", Tuple.of(workspaceId, objectTypeId))
                .map(ObjectTypes::first);
    }

    public Uni<Optional<ObjectType>> named(long workspaceId, String name) {
        return transactions
                .query(SELECT + " and name = $2", Tuple.of(workspaceId, name))
                .map(ObjectTypes::first);
    }

    /** Types with ids above {@code afterId}, ascending, at most {@code limit}. */
    public Uni<List<ObjectType>> list(long workspaceId, long afterId, int limit) {
        return transactions
                .query(
                        SELECT + " and object_type_id > $2 order by object_type_id limit $3",
                        Tuple.of(workspaceId, afterId, limit))
                .map(rows -> rows.stream().map(ObjectTypes::type).toList());
    }

    private static Optional<ObjectType> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(ObjectTypes::type);
    }

    private static ObjectType type(Row row) {
        return new ObjectType(row.getLong("object_type_id"), row.getString("name"));
    }
}
