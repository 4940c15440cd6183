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
import com.relativity.sync.store.Items.Filter;
import com.relativity.sync.store.query.Condition;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.View;

/** Views of objects. A condition is checked against the fields of the type when it is saved and compiled anew when it is used. */
@ApplicationScoped
public class Views {

    private static final String COLUMNS = "view_id, name, object_type_id, condition";
    private static final String SELECT = "select " + COLUMNS + " from store_view where workspace_id = $1";

    private final Transactions transactions;
    private final Fields fields;

    Views(Transactions transactions, Fields fields) {
        this.transactions = transactions;
        this.fields = fields;
    }

    /** @param condition null for one that shows every object */
    public record StoredView(View view, JsonNode condition) {}

    /** Fails with {@link RulesViolated} naming every fault; {@code condition} may be null. */
    public Uni<StoredView> create(long workspaceId, String name, Long objectTypeId, JsonNode condition) {
        boolean showsAll = condition == null || condition.isNull();
        Uni<List<Field>> ofType =
                objectTypeId == null ? Uni.createFrom().item(List.of()) : fields.of(workspaceId, objectTypeId);
        return ofType.invoke(known -> check(name, objectTypeId, showsAll ? null : condition, known))
                .chain(() -> transactions.query(
                        "insert into store_view (workspace_id, name, object_type_id, condition) values ($1, $2, $3, $4) returning "
                                + COLUMNS,
                        Tuple.of(workspaceId, name, objectTypeId, showsAll ? null : condition.toString())))
                .map(rows -> view(rows.iterator().next()));
    }

    private static void check(String name, Long objectTypeId, JsonNode condition, List<Field> known) {
        List<Violation> faults = new ArrayList<>();
        String nameFault = Names.fault(name);
        if (nameFault != null) {
            faults.add(new Violation("name", nameFault));
        }
        if (objectTypeId == null) {
            faults.add(new Violation("objectTypeId", "The object type whose objects are shown is required."));
        } else if (known.isEmpty()) {
            faults.add(new Violation(
                    "objectTypeId",
                    "There is no object type " + objectTypeId + " in the workspace; choose one that exists."));
        } else if (condition != null) {
            Condition.parse(condition, known, "condition", faults);
        }
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
    }

    public Uni<Optional<StoredView>> find(long workspaceId, long viewId) {
        return transactions
                .query(SELECT + " and view_id = $2", Tuple.of(workspaceId, viewId))
                .map(rows -> rows.stream().findFirst().map(Views::view));
    }

    /** Views with ids above {@code afterId}, ascending, at most {@code limit}. */
    public Uni<List<StoredView>> list(long workspaceId, long afterId, int limit) {
        return transactions
                .query(SELECT + " and view_id > $2 order by view_id limit $3", Tuple.of(workspaceId, afterId, limit))
                .map(rows -> rows.stream().map(Views::view).toList());
    }

    /** Which objects a view shows. */
    public Uni<Filter> filter(long workspaceId, StoredView stored) {
        long objectTypeId = stored.view().objectTypeId();
        return stored.condition() == null
                ? Uni.createFrom().item(Filter.all(objectTypeId))
                : fields.of(workspaceId, objectTypeId)
                        .map(known -> new Filter(objectTypeId, parse(stored.condition(), known), null));
    }

    private static Condition parse(JsonNode json, List<Field> fields) {
        List<Violation> faults = new ArrayList<>();
        Condition condition = Condition.parse(json, fields, "condition", faults);
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
        return condition;
    }

    private static StoredView view(Row row) {
        String condition = row.getString("condition");
        return new StoredView(
                new View(row.getLong("view_id"), row.getString("name"), row.getLong("object_type_id")),
                condition == null ? null : FieldValues.parse(condition));
    }
}
