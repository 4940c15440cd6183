package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.sql.Transactions;

/**
 * Renames objects, and what names them.
 *
 * <ol>
 *   <li>The object, in a transaction that waits for every writer that may have looked at its name. So the old name is in no value that commits
 *       later, unless its writer made another object of that name.
 *   <li>The values that name it, some thousand items a statement, each a transaction of its own.
 * </ol>
 *
 * What a crash leaves undone, the same call again does: an object that has the new name already is not renamed, its values are.
 */
@ApplicationScoped
class ObjectRenaming {

    private static final String OBJECT = """
            update store_item i
               set identifier = $4, fields = i.fields || jsonb_build_object(f.field_id::text, $4::text)
              from store_field f
             where i.workspace_id = $1 and i.object_type_id = $2 and i.identifier = $3
               and f.object_type_id = $2 and f.is_identifier
               and not exists (select from store_item taken where taken.object_type_id = $2 and taken.identifier = $4)
            """;

    private static final String EXISTS =
            "select 1 from store_item where workspace_id = $1 and object_type_id = $2 and identifier = $3";

    private static final String NAMING_FIELDS = """
            select f.object_type_id, f.field_id
              from store_field f join store_object_type t on t.object_type_id = f.object_type_id
             where t.workspace_id = $1 and f.associated_object_type_id = $2
               and f.type in ('SingleObject', 'MultipleObject')
            """;

    /** Locks in the order of identifiers. A list that has the new name already loses the old one. */
    private static final String VALUES = """
            with portion as materialized (
                select max(p.item_id) as last from (
                       select item_id from store_item where object_type_id = $1 and item_id > $2
                        order by item_id limit $3) p),
            naming as materialized (
                select i.item_id from store_item i
                 where i.object_type_id = $1 and i.item_id > $2 and i.item_id <= (select last from portion)
                   and exists (select from unnest($4::text[]) as k(key) where i.fields -> k.key @> to_jsonb($5::text))
                 order by i.identifier
                   for no key update),
            renamed as (
                update store_item i
                   set fields = i.fields || (
                           select jsonb_object_agg(k.key, case jsonb_typeof(i.fields -> k.key)
                                      when 'array' then (
                                          select jsonb_agg(n.name order by n.position) from (
                                                 select case e.name when to_jsonb($5::text) then to_jsonb($6::text)
                                                                    else e.name end as name,
                                                        min(e.position) as position
                                                   from jsonb_array_elements(i.fields -> k.key) with ordinality
                                                        as e(name, position)
                                                  group by 1) n)
                                      else to_jsonb($6::text) end)
                             from unnest($4::text[]) as k(key)
                            where i.fields -> k.key @> to_jsonb($5::text))
                  from naming n
                 where i.object_type_id = $1 and i.item_id = n.item_id
                   and exists (select from unnest($4::text[]) as k(key) where i.fields -> k.key @> to_jsonb($5::text)))
            select last from portion
            """;

    private static final long END = Long.MAX_VALUE;

    private final Transactions transactions;
    private final NamedObjects objects;
    private final int portion;

    @Inject
    ObjectRenaming(Transactions transactions, NamedObjects objects, StoreSettings settings) {
        this(transactions, objects, settings.renameItems());
    }

    /** @param portion items that one statement looks through */
    ObjectRenaming(Transactions transactions, NamedObjects objects, int portion) {
        this.transactions = transactions;
        this.objects = objects;
        this.portion = portion;
    }

    /**
     * Renames an object of a workspace; nothing happens where it exists under neither name. Where both are there, both stay, and what named
     * the one names the other. Fails with {@link RulesViolated} where no object can have the new name.
     */
    Uni<Void> rename(long workspaceId, long objectTypeId, String from, String to) {
        String fault = to.indexOf(';') >= 0
                ? "A name must not hold ';', which separates names; leave it out."
                : Names.identifierFault(to);
        if (fault != null) {
            return Uni.createFrom().failure(new RulesViolated("name", fault));
        }
        if (from.equals(to)) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .inOne(tx -> objects.changeNames(tx, objectTypeId)
                        .chain(() -> tx.preparedQuery(OBJECT).execute(Tuple.of(workspaceId, objectTypeId, from, to)))
                        .chain(() -> exists(tx, workspaceId, objectTypeId, to)))
                .chain(exists -> exists
                        ? values(workspaceId, objectTypeId, from, to)
                        : Uni.createFrom().voidItem());
    }

    private static Uni<Boolean> exists(SqlConnection tx, long workspaceId, long objectTypeId, String name) {
        return tx.preparedQuery(EXISTS)
                .execute(Tuple.of(workspaceId, objectTypeId, name))
                .map(found -> found.size() > 0);
    }

    private Uni<Void> values(long workspaceId, long objectTypeId, String from, String to) {
        return transactions
                .query(NAMING_FIELDS, Tuple.of(workspaceId, objectTypeId))
                .onItem()
                .transformToMulti(found -> Multi.createFrom()
                        .iterable(byType(found))
                        .onItem()
                        .transformToUniAndConcatenate(of -> values(of.getKey(), of.getValue(), from, to)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Iterable<Map.Entry<Long, List<String>>> byType(Iterable<Row> fields) {
        Map<Long, List<String>> byType = new TreeMap<>();
        for (Row field : fields) {
            byType.computeIfAbsent(field.getLong("object_type_id"), type -> new ArrayList<>())
                    .add(field.getLong("field_id").toString());
        }
        return byType.entrySet();
    }

    private Uni<Void> values(long typeId, List<String> fieldKeys, String from, String to) {
        AtomicLong last = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> portion(typeId, fieldKeys, last.get(), from, to).invoke(last::set))
                .whilst(itemId -> itemId < END)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The last item looked at, or {@link #END}. */
    private Uni<Long> portion(long typeId, List<String> fieldKeys, long afterItemId, String from, String to) {
        return transactions
                .query(VALUES, Tuple.from(new Object[] {
                    typeId, afterItemId, portion, fieldKeys.toArray(String[]::new), from, to
                }))
                .map(rows -> rows.iterator().next().getLong("last"))
                .map(last -> last == null ? END : last);
    }
}
