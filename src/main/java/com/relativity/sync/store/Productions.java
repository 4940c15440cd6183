package com.relativity.sync.store;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.NotFound;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.Production;

/** The productions of a workspace. Names need not differ; ids do. */
@ApplicationScoped
public class Productions {

    private static final String COLUMNS = "production_id, name, status, read_only";
    private static final String SELECT = "select " + COLUMNS + " from store_production where workspace_id = $1";

    private final Transactions transactions;

    Productions(Transactions transactions) {
        this.transactions = transactions;
    }

    public Uni<Production> create(long workspaceId, String name) {
        return transactions
                .query(
                        "insert into store_production (workspace_id, name) values ($1, $2) returning " + COLUMNS,
                        Tuple.of(workspaceId, name))
                .map(rows -> production(rows.iterator().next()));
    }

    public Uni<Optional<Production>> find(long workspaceId, long productionId) {
        return transactions
                .query(SELECT + " and production_id = $2", Tuple.of(workspaceId, productionId))
                .map(rows -> rows.stream().findFirst().map(Productions::production));
    }

    /** Productions with ids above {@code afterId}, ascending, at most {@code limit}. */
    public Uni<List<Production>> list(long workspaceId, long afterId, int limit) {
        return transactions
                .query(
                        SELECT + " and production_id > $2 order by production_id limit $3",
                        Tuple.of(workspaceId, afterId, limit))
                .map(rows -> rows.stream().map(Productions::production).toList());
    }

    /** Marks as produced and closes. */
    Uni<Void> close(long workspaceId, long productionId) {
        return transactions
                .query(
                        "update store_production set status = 'Produced', read_only = true"
                                + " where workspace_id = $1 and production_id = $2 and not read_only",
                        Tuple.of(workspaceId, productionId))
                .replaceWithVoid();
    }

    /**
     * Marks as produced what an import adds to in {@code tx}, and keeps it from being closed until that ends. To be asked before anything
     * else is written. Fails with {@link RulesViolated} where it was closed meanwhile.
     */
    Uni<Void> produce(SqlConnection tx, long workspaceId, long productionId) {
        return tx.preparedQuery("update store_production set status = 'Produced'"
                        + " where workspace_id = $1 and production_id = $2 and not read_only")
                .execute(Tuple.of(workspaceId, productionId))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new RulesViolated("productionId", closed(productionId));
                    }
                })
                .replaceWithVoid();
    }

    /** Fails with {@link NotFound} where there is none. */
    Uni<Void> check(SqlConnection tx, long workspaceId, long productionId) {
        return tx.preparedQuery(SELECT + " and production_id = $2")
                .execute(Tuple.of(workspaceId, productionId))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new NotFound("There is no production " + productionId + " in workspace " + workspaceId
                                + "; choose one that exists.");
                    }
                })
                .replaceWithVoid();
    }

    static String closed(long productionId) {
        return "The production " + productionId + " is read-only, nothing can be added to it; choose another one.";
    }

    private static Production production(Row row) {
        return new Production(
                row.getLong("production_id"),
                row.getString("name"),
                Production.Status.valueOf(row.getString("status")),
                row.getBoolean("read_only"));
    }
}
