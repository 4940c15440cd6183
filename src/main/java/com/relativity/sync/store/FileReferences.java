package com.relativity.sync.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;

/**
 * What refers to files of the share: natives, long texts and original pages of the workspace's items, pages of its productions, and links of
 * other workspaces' items. Read in portions from the rows themselves, some ten thousands of items a second: an index of references would cost
 * every write its entry, and every update of a field its place in the page.
 */
@ApplicationScoped
class FileReferences {

    /**
     * The first digits of the hash that a reference ends with are name enough. A portion ends early, maybe within an item, where its items
     * have more than {@code $4} pages: items have any number of them.
     */
    private static final String ITEMS = """
            with portion as materialized (
              select item_id, native_reference, fields from store_item
               where object_type_id = $1 and item_id > $2 order by item_id limit $4),
            pages as materialized (
              select item_id, page, reference from store_image_page
               where production_id = 0 and item_id = any (array(select $2::bigint union all select item_id from portion))
                 and (item_id, page) > ($2, $3)
               order by item_id, page limit $4),
            ends as materialized (
              select case when count(*) = $4 then max(item_id) end as cut_item from pages)
            select coalesce(cut_item, (select max(item_id) from portion)) as last_item,
                   (select max(page) from pages where item_id = cut_item) as last_page,
                   array(select left(right(native_reference, 64), 16) from portion
                          where native_reference is not null and (cut_item is null or item_id <= cut_item)
                         union all
                         select left(right(r #>> '{}', 64), 16)
                           from portion, jsonb_path_query(fields, '$.*.ref') as r where cut_item is null or item_id <= cut_item
                         union all
                         select left(right(reference, 64), 16) from pages) as names
              from ends
            """;

    private static final String PRODUCED = """
            with pages as materialized (
              select item_id, page, reference from store_image_page
               where production_id = $1 and (item_id, page) > ($2, $3) order by item_id, page limit $4),
            ends as materialized (
              select max(item_id) as last_item from pages)
            select last_item, (select max(page) from pages where item_id = last_item) as last_page,
                   array(select left(right(reference, 64), 16) from pages) as names
              from ends
            """;

    private static final String LINKS = """
            (select distinct native_reference collate "C" as link from store_item
              where native_linked and native_reference collate "C" > $1 and native_reference collate "C" < $2
              order by link limit $3)
            union
            (select distinct reference as link from store_image_page
              where linked and reference > $1 and reference < $2
              order by link limit $3)
            order by link limit $3
            """;

    private final Transactions transactions;

    FileReferences(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A portion.
     *
     * @param last what the next one begins after; null when this is the last
     * @param names first digits of the hashes of files
     */
    record Portion<K>(K last, List<String> names) {}

    /** @param page of the item; all of them where it is higher than any */
    record Position(long itemId, int page) {

        static final Position START = new Position(0, 0);
    }

    /** Those of {@code workspaceIds} that exist. */
    Uni<List<Long>> existing(List<Long> workspaceIds) {
        return transactions
                .query(
                        "select workspace_id from store_workspace where workspace_id = any($1) order by workspace_id",
                        Tuple.of(workspaceIds.toArray(Long[]::new)))
                .map(rows -> rows.stream().map(row -> row.getLong(0)).toList());
    }

    Uni<List<Long>> objectTypes(long workspaceId) {
        return transactions
                .query(
                        "select object_type_id from store_object_type where workspace_id = $1 order by object_type_id",
                        Tuple.of(workspaceId))
                .map(rows -> rows.stream().map(row -> row.getLong(0)).toList());
    }

    Uni<List<Long>> productions(long workspaceId) {
        return transactions
                .query(
                        "select production_id from store_production where workspace_id = $1 order by production_id",
                        Tuple.of(workspaceId))
                .map(rows -> rows.stream().map(row -> row.getLong(0)).toList());
    }

    /** Natives, long texts and original pages. */
    Uni<Portion<Position>> ofItems(long objectTypeId, Position after, int limit) {
        return portion(ITEMS, objectTypeId, after, limit);
    }

    Uni<Portion<Position>> ofProduction(long productionId, Position after, int limit) {
        return portion(PRODUCED, productionId, after, limit);
    }

    private Uni<Portion<Position>> portion(String sql, long of, Position after, int limit) {
        return transactions
                .query(sql, Tuple.of(of, after.itemId(), after.page(), limit))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    Long lastItem = row.getLong("last_item");
                    Integer lastPage = row.getInteger("last_page");
                    return new Portion<>(
                            lastItem == null
                                    ? null
                                    : new Position(lastItem, lastPage == null ? Integer.MAX_VALUE : lastPage),
                            List.of(row.getArrayOfStrings("names")));
                });
    }

    /** @param after empty for the first portion */
    Uni<Portion<String>> ofLinks(long workspaceId, String after, int limit) {
        String from = after.isEmpty() ? workspaceId + "/" : after;
        return transactions
                // The character after the slash ends what begins with it.
                .query(LINKS, Tuple.of(from, workspaceId + "0", limit))
                .map(rows -> {
                    List<String> links =
                            rows.stream().map(row -> row.getString(0)).toList();
                    String last = links.size() < limit ? null : links.get(links.size() - 1);
                    return new Portion<>(
                            last, links.stream().map(FileReferences::name).toList());
                });
    }

    private static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
