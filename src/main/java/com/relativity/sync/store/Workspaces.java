package com.relativity.sync.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.WorkspaceNotFound;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.Workspace;

/** The workspaces of the store. Names need not differ; ids do. */
@ApplicationScoped
public class Workspaces {

    private static final String SELECT = """
            select w.workspace_id, w.name, f.folder_id as root_folder_id, t.object_type_id as document_type_id
              from store_workspace w
              join store_folder f on f.workspace_id = w.workspace_id and f.parent_folder_id is null
              join store_object_type t on t.workspace_id = w.workspace_id and t.name = 'Document'
            """;

    private final Transactions transactions;

    Workspaces(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Makes a workspace with its root folder, the object type Document and the identifier field Control Number: all or nothing. */
    public Uni<Workspace> create(String name) {
        return transactions
                .query("""
                        with workspace as (
                            insert into store_workspace (name) values ($1) returning workspace_id),
                        folder as (
                            insert into store_folder (workspace_id, name, path)
                            select workspace_id, $1, '' from workspace returning folder_id),
                        type as (
                            insert into store_object_type (workspace_id, name)
                            select workspace_id, 'Document' from workspace returning object_type_id),
                        field as (
                            insert into store_field (object_type_id, name, type, is_identifier, length)
                            select object_type_id, 'Control Number', 'FixedLengthText', true, $2 from type)
                        select workspace_id, $1 as name, folder_id as root_folder_id, object_type_id as document_type_id
                          from workspace, folder, type
                        """, Tuple.of(name, Fields.IDENTIFIER_LENGTH))
                .map(rows -> workspace(rows.iterator().next()));
    }

    public Uni<Optional<Workspace>> find(long workspaceId) {
        return transactions
                .query(SELECT + " where w.workspace_id = $1", Tuple.of(workspaceId))
                .map(Workspaces::first);
    }

    /** Fails with {@link WorkspaceNotFound} where there is none. */
    public Uni<Workspace> get(long workspaceId) {
        return find(workspaceId).map(found -> found.orElseThrow(() -> new WorkspaceNotFound(workspaceId)));
    }

    /**
     * Workspaces with ids above {@code afterId}, ascending, at most {@code limit}.
     *
     * @param among ids of those that are shown; null: all
     */
    public Uni<List<Workspace>> list(Set<Long> among, long afterId, int limit) {
        Long[] ids = among == null ? null : among.toArray(Long[]::new);
        return transactions
                .query(
                        SELECT + " where w.workspace_id > $1 and ($3::bigint[] is null or w.workspace_id = any($3))"
                                + " order by w.workspace_id limit $2",
                        Tuple.of(afterId, limit, ids))
                .map(rows -> rows.stream().map(Workspaces::workspace).toList());
    }

    private static Optional<Workspace> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Workspaces::workspace);
    }

    private static Workspace workspace(Row row) {
        return new Workspace(
                row.getLong("workspace_id"),
                row.getString("name"),
                row.getLong("root_folder_id"),
                row.getLong("document_type_id"));
    }
}
