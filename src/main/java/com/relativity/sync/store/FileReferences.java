package com.relativity.sync.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;

/**
 * What refers to files of the share: natives and long texts of the workspace's items, and links of other workspaces' items. Read in
 * portions from the rows themselves, some ten thousands of items a second: an index of references would cost every write its entry, and every
 * update of a field its place in the page.
 */
@ApplicationScoped
class FileReferences {

    /** The first digits of the hash that a reference ends with are name enough. */
    private static final String ITEMS = """
            with portion as materialized (
              select item_id, native_reference, fields from store_item
               where object_type_id = $1 and item_id > $2 order by item_id limit $3)
            select (select max(item_id) from portion) as last,
                   array(select left(right(native_reference, 64), 16) from portion where native_reference is not null
                         union all
                         select left(right(r #>> '{}', 64), 16)
                           from portion, jsonb_path_query(fields, '$.*.ref') as r) as names
            """;

    private static final String LINKS = """
            select distinct native_reference collate "C" as link from store_item
             where native_linked and native_reference collate "C" > $1 and native_reference collate "C" < $2
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

    Uni<Portion<Long>> ofItems(long objectTypeId, long afterItemId, int limit) {
        return transactions
                .query(ITEMS, Tuple.of(objectTypeId, afterItemId, limit))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Portion<>(row.getLong("last"), List.of(row.getArrayOfStrings("names")));
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
