package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.query.Condition;
import com.relativity.sync.store.query.Fragment;

/** Reads items. */
@ApplicationScoped
public class Items {

    private static final String COLUMNS = """
            i.item_id, i.object_type_id, i.identifier, i.folder_id, f.path as folder_path,
            i.native_name, i.native_reference, i.native_size, i.native_sha256, i.native_linked
            """;

    private final Transactions transactions;

    Items(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A row.
     *
     * @param folderPath null for a type without folders
     * @param fields JSON by field id
     * @param nativeReference null where there is no native
     */
    public record Item(
            long itemId,
            long objectTypeId,
            String identifier,
            String folderPath,
            String fields,
            String nativeName,
            String nativeReference,
            long nativeSize,
            String nativeSha256,
            boolean nativeLinked) {}

    /**
     * Which items of a type.
     *
     * @param condition null for all
     * @param folderId null for all folders
     */
    public record Filter(long objectTypeId, Condition condition, Long folderId) {

        public static Filter all(long objectTypeId) {
            return new Filter(objectTypeId, null, null);
        }

        public Filter in(long folder) {
            return new Filter(objectTypeId, condition, folder);
        }

        /** As SQL over {@code store_item i}, and its arguments, which are the first ones of the statement. */
        private String where(List<Object> arguments) {
            StringBuilder where = new StringBuilder("i.object_type_id = $1");
            arguments.add(objectTypeId);
            if (folderId != null) {
                arguments.add(folderId);
                where.append(" and i.folder_id = $").append(arguments.size());
            }
            if (condition != null) {
                Fragment fragment = condition.compile(arguments.size() + 1);
                arguments.addAll(fragment.parameters());
                where.append(" and (").append(fragment.sql()).append(')');
            }
            return where.toString();
        }
    }

    /** @param more whether items follow the last one */
    public record ItemPage(List<Item> items, boolean more) {}

    public Uni<Long> count(Filter filter) {
        List<Object> arguments = new ArrayList<>();
        String where = filter.where(arguments);
        return transactions
                .query("select count(*) from store_item i where " + where, Tuple.from(arguments))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Ids above {@code afterItemId}, ascending, at most {@code limit}. */
    Uni<List<Long>> ids(Filter filter, long afterItemId, int limit) {
        List<Object> arguments = new ArrayList<>();
        return ids(filter.where(arguments), arguments, afterItemId, limit);
    }

    /**
     * The same of those that have pages in one of {@code places}. With the offset, PostgreSQL looks for each item as it comes, and reads no
     * pages of items behind the limit, whatever it believes of the tables.
     */
    Uni<List<Long>> idsWithImages(Filter filter, Long[] places, long afterItemId, int limit) {
        List<Object> arguments = new ArrayList<>();
        String where = filter.where(arguments)
                + " and exists (select from store_image_page p where p.item_id = i.item_id and p.production_id = any ("
                + next(arguments, places) + ") offset 0)";
        return ids(where, arguments, afterItemId, limit);
    }

    private Uni<List<Long>> ids(String where, List<Object> arguments, long afterItemId, int limit) {
        String sql = "select i.item_id from store_item i where " + where + " and i.item_id > "
                + next(arguments, afterItemId) + " order by i.item_id limit " + next(arguments, limit);
        return transactions
                .query(sql, Tuple.from(arguments))
                .map(rows -> rows.stream().map(row -> row.getLong(0)).toList());
    }

    /**
     * Items with ids above {@code afterItemId}, ascending, at most {@code limit}; fewer where the values of those before come to
     * {@code mostBytes}, long texts in the file share and names of pages counted.
     */
    public Uni<ItemPage> page(Filter filter, long afterItemId, int limit, long mostBytes) {
        List<Object> arguments = new ArrayList<>();
        String where = filter.where(arguments);
        String sql = """
                with found as (
                    select i.*, octet_length(i.fields::text) + coalesce((
                               select sum((value ->> 'size')::bigint) from jsonb_each(i.fields)
                                where jsonb_typeof(value) = 'object'), 0) + coalesce((
                               select sum(octet_length(p.identifier) + octet_length(p.file_name) + 50) from store_image_page p
                                where p.production_id = 0 and p.item_id = i.item_id), 0) as bytes
                      from store_item i
                     where %s and i.item_id > %s
                     order by i.item_id limit %s),
                measured as (
                    select found.*, sum(bytes) over (order by item_id) - bytes as bytes_before, count(*) over () as matches
                      from found)
                select %s, i.fields::text as fields, i.matches
                  from measured i left join store_folder f on f.folder_id = i.folder_id
                 where i.bytes_before < %s
                 order by i.item_id
                """.formatted(
                where, next(arguments, afterItemId), next(arguments, limit + 1), COLUMNS, next(arguments, mostBytes));
        return transactions.query(sql, Tuple.from(arguments)).map(rows -> {
            List<Item> items = rows.stream().map(Items::item).toList();
            long matches = items.isEmpty() ? 0 : rows.iterator().next().getLong("matches");
            int shown = Math.min(items.size(), limit);
            return new ItemPage(items.subList(0, shown), matches > shown);
        });
    }

    public Uni<Optional<Item>> byIdentifier(long objectTypeId, String identifier) {
        if (Names.identifierFault(identifier) != null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return transactions
                .query("select " + COLUMNS + """
                                , i.fields::text as fields
                                  from store_item i left join store_folder f on f.folder_id = i.folder_id
                                 where i.object_type_id = $1 and i.identifier = $2
                                """, Tuple.of(objectTypeId, identifier))
                .map(rows -> rows.stream().findFirst().map(Items::item));
    }

    public Uni<Optional<Item>> byId(long workspaceId, long itemId) {
        return read(workspaceId, List.of(itemId), null)
                .map(items -> items.stream().findFirst());
    }

    /**
     * Items in the order of {@code itemIds}, those that do not exist left out.
     *
     * @param fieldIds the fields wanted; null for all
     */
    Uni<List<Item>> read(long workspaceId, List<Long> itemIds, List<Long> fieldIds) {
        return transactions
                .query(
                        "select " + COLUMNS + """
                                , (case when $3::text[] is null then i.fields else coalesce((
                                       select jsonb_object_agg(key, value) from jsonb_each(i.fields)
                                        where key = any ($3::text[])), '{}') end)::text as fields
                                  from unnest($2::bigint[]) with ordinality as wanted(item_id, position)
                                  join store_item i on i.item_id = wanted.item_id
                                   and i.object_type_id = any (array(
                                       select object_type_id from store_object_type where workspace_id = $1))
                                  left join store_folder f on f.folder_id = i.folder_id
                                 order by wanted.position
                                """,
                        Tuple.of(
                                workspaceId,
                                itemIds.toArray(Long[]::new),
                                fieldIds == null
                                        ? null
                                        : fieldIds.stream().map(String::valueOf).toArray(String[]::new)))
                .map(rows -> rows.stream().map(Items::item).toList());
    }

    private static String next(List<Object> arguments, Object argument) {
        arguments.add(argument);
        return "$" + arguments.size();
    }

    private static Item item(Row row) {
        Long nativeSize = row.getLong("native_size");
        return new Item(
                row.getLong("item_id"),
                row.getLong("object_type_id"),
                row.getString("identifier"),
                row.getString("folder_path"),
                row.getString("fields"),
                row.getString("native_name"),
                row.getString("native_reference"),
                nativeSize == null ? 0 : nativeSize,
                row.getString("native_sha256"),
                row.getBoolean("native_linked"));
    }
}
