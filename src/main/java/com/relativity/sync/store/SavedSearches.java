package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.NotFound;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.Items.Filter;
import com.relativity.sync.store.query.Condition;
import com.relativity.sync.store.query.Operator;
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

    /** Fails with {@link RulesViolated} naming every fault; {@code owner} and {@code condition} may be null. */
    public Uni<StoredSearch> create(Workspace workspace, String name, String owner, JsonNode condition) {
        boolean findsAll = condition == null || condition.isNull();
        return fields.of(workspace.workspaceId(), workspace.documentTypeId())
                .invoke(known -> check(name, owner, findsAll ? null : condition, known))
                .chain(() -> transactions.query(
                        """
                        insert into store_saved_search (workspace_id, name, owner, condition) values ($1, $2, $3, $4)
                        returning saved_search_id, name, owner, condition
                        """, Tuple.of(workspace.workspaceId(), name, owner, findsAll ? null : condition.toString())))
                .map(rows -> search(rows.iterator().next()));
    }

    /**
     * A public search of that name for the documents that have {@code objectName} in the field, made where it is missing; one of that name for
     * other documents is another search. Fails with {@link NotFound} where the workspace or the field does not exist.
     */
    Uni<SavedSearch> ensure(long workspaceId, String name, long fieldId, String objectName) {
        return fields.withIds(workspaceId, List.of(fieldId)).chain(found -> {
            if (found.isEmpty()) {
                throw new NotFound("There is no field " + fieldId + " in workspace " + workspaceId
                        + ", so no search can be made for it.");
            }
            JsonNode condition = JsonNodeFactory.instance
                    .objectNode()
                    .put("field", found.get(0).name())
                    .put("op", Operator.is.name())
                    .put("value", objectName);
            check(name, null, condition, found);
            return transactions.inOne(tx -> ensure(tx, workspaceId, name, condition.toString()));
        });
    }

    /** The workspace's row is locked, so that two who want the same search at once make one. */
    private static Uni<SavedSearch> ensure(SqlConnection tx, long workspaceId, String name, String condition) {
        Tuple arguments = Tuple.of(workspaceId, name, condition);
        return tx.preparedQuery("select 1 from store_workspace where workspace_id = $1 for no key update")
                .execute(Tuple.of(workspaceId))
                .chain(() -> tx.preparedQuery(SELECT + """
                         and name = $2 and condition = $3 and owner is null order by saved_search_id limit 1
                        """).execute(arguments))
                .chain(found -> found.size() > 0
                        ? Uni.createFrom().item(found)
                        : tx.preparedQuery("""
                                insert into store_saved_search (workspace_id, name, condition) values ($1, $2, $3)
                                returning saved_search_id, name, owner, condition
                                """).execute(arguments))
                .map(rows -> search(rows.iterator().next()).search());
    }

    private static void check(String name, String owner, JsonNode condition, List<Field> known) {
        List<Violation> faults = new ArrayList<>();
        String nameFault = Names.fault(name);
        if (nameFault != null) {
            faults.add(new Violation("name", nameFault));
        }
        String ownerFault = owner == null ? null : Names.fault(owner);
        if (ownerFault != null) {
            faults.add(new Violation("owner", ownerFault));
        }
        if (condition != null) {
            Condition.parse(condition, known, "condition", faults);
        }
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
    }

    public Uni<Optional<StoredSearch>> find(long workspaceId, long savedSearchId) {
        return find(workspaceId, savedSearchId, null);
    }

    /** @param viewer who is shown no private search of another; null: one who sees all */
    public Uni<Optional<StoredSearch>> find(long workspaceId, long savedSearchId, String viewer) {
        return transactions
                .query(
                        SELECT + " and saved_search_id = $2 and (owner is null or $3::text is null or owner = $3)",
                        Tuple.of(workspaceId, savedSearchId, viewer))
                .map(rows -> rows.stream().findFirst().map(SavedSearches::search));
    }

    /**
     * Searches with ids above {@code afterId}, ascending, at most {@code limit}.
     *
     * @param viewer whose private searches are shown besides the public ones; null: everybody's
     */
    public Uni<List<StoredSearch>> list(long workspaceId, String viewer, long afterId, int limit) {
        return transactions
                .query(
                        SELECT + " and saved_search_id > $2 and (owner is null or $4::text is null or owner = $4)"
                                + " order by saved_search_id limit $3",
                        Tuple.of(workspaceId, afterId, limit, viewer))
                .map(rows -> rows.stream().map(SavedSearches::search).toList());
    }

    /** Which documents a search finds. */
    public Uni<Filter> filter(Workspace workspace, StoredSearch search) {
        if (search.condition() == null) {
            return Uni.createFrom().item(Filter.all(workspace.documentTypeId()));
        }
        return fields.of(workspace.workspaceId(), workspace.documentTypeId())
                .map(known -> new Filter(workspace.documentTypeId(), parse(search.condition(), known), null));
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
