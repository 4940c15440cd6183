package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.query.Condition;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.Workspace;

/** Saved searches for documents. A condition is checked against the fields when it is saved and compiled anew when it is used. */
@ApplicationScoped
public class SavedSearches {

    private static final String SELECT =
            "select saved_search_id, name, owner, condition from store_saved_search where workspace_id = $1";

    private final Transactions transactions;
    private final Fields fields;

    SavedSearches(Transactions transactions, Fields fields) {
        this.transactions = transactions;
        this.fields = fields;
    }

    /** @param condition null for one that finds every document */
    public record StoredSearch(SavedSearch search, JsonNode condition) {}

    /** Fails with {@link RulesViolated} naming every fault of {@code condition}, which may be null. */
    public Uni<StoredSearch> create(Workspace workspace, String name, String owner, JsonNode condition) {
        boolean all = condition == null || condition.isNull();
        Uni<Condition> checked = all
                ? Uni.createFrom().nullItem()
                : conditionOn(workspace.workspaceId(), workspace.documentTypeId(), condition);
        return checked.chain(() -> transactions.query(
                        """
                        insert into store_saved_search (workspace_id, name, owner, condition) values ($1, $2, $3, $4)
                        returning saved_search_id, name, owner, condition
                        """, Tuple.of(workspace.workspaceId(), name, owner, all ? null : condition.toString())))
                .map(rows -> search(rows.iterator().next()));
    }

    public Uni<Optional<StoredSearch>> find(long workspaceId, long savedSearchId) {
        return transactions
                .query(SELECT + " and saved_search_id = $2", Tuple.of(workspaceId, savedSearchId))
                .map(rows -> rows.stream().findFirst().map(SavedSearches::search));
    }

    /** Searches with ids above {@code afterId}, ascending, at most {@code limit}. */
    public Uni<List<StoredSearch>> list(long workspaceId, long afterId, int limit) {
        return transactions
                .query(
                        SELECT + " and saved_search_id > $2 order by saved_search_id limit $3",
                        Tuple.of(workspaceId, afterId, limit))
                .map(rows -> rows.stream().map(SavedSearches::search).toList());
    }

    /** What a search finds; empty for every item. */
    Uni<Optional<Condition>> condition(Workspace workspace, StoredSearch search) {
        return search.condition() == null
                ? Uni.createFrom().item(Optional.empty())
                : conditionOn(workspace.workspaceId(), workspace.documentTypeId(), search.condition())
                        .map(Optional::of);
    }

    private Uni<Condition> conditionOn(long workspaceId, long objectTypeId, JsonNode condition) {
        return fields.of(workspaceId, objectTypeId).map(known -> parse(condition, known));
    }

    private static Condition parse(JsonNode json, List<Field> fields) {
        List<Violation> faults = new ArrayList<>();
        Condition condition = Condition.parse(json, fields, "condition", faults);
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
        return condition;
    }

    private static StoredSearch search(Row row) {
        String condition = row.getString("condition");
        return new StoredSearch(
                new SavedSearch(row.getLong("saved_search_id"), row.getString("name"), row.getString("owner")),
                condition == null ? null : FieldValues.parse(condition));
    }
}
