package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.workspace.ItemWrite.PageWrite;

/** Writes pages of items whose rows the caller's transaction holds. */
@ApplicationScoped
class ImagePageWriter {

    /** Rows of one statement: a document may have pages without end. */
    private static final int MOST_ROWS = 5_000;

    private static final String DELETE = "delete from store_image_page where production_id = $1 and item_id = any ($2)";

    private static final String INSERT = """
            insert into store_image_page (production_id, item_id, page, identifier, file_name, reference, size, sha256, linked)
            select $2::bigint, u.item_id, u.page, u.identifier, u.file_name, u.reference, u.size, u.sha256,
                   not starts_with(u.reference, $1::bigint::text || '/')
              from unnest($3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[])
                as u(item_id, page, identifier, file_name, reference, size, sha256)
             order by u.item_id, u.page
            """;

    private record NumberedPage(long itemId, int page, PageWrite write) {}

    /**
     * Replaces the pages that items have in a place.
     *
     * @param place a production, or {@link ImagePages#ORIGINALS}
     * @param pages in order, by item id
     * @param existing those of the items that may have pages already
     */
    Uni<Void> replace(
            SqlConnection tx,
            long workspaceId,
            long place,
            Map<Long, List<PageWrite>> pages,
            Collection<Long> existing) {
        return remove(tx, place, existing)
                .chain(() -> Multi.createFrom()
                        .iterable(numbered(pages))
                        .group()
                        .intoLists()
                        .of(MOST_ROWS)
                        .onItem()
                        .transformToUniAndConcatenate(rows -> insert(tx, workspaceId, place, rows))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private static Uni<Void> remove(SqlConnection tx, long place, Collection<Long> itemIds) {
        return itemIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(DELETE)
                        .execute(Tuple.of(place, itemIds.toArray(Long[]::new)))
                        .replaceWithVoid();
    }

    private static List<NumberedPage> numbered(Map<Long, List<PageWrite>> pages) {
        List<NumberedPage> numbered = new ArrayList<>();
        pages.forEach((itemId, ofItem) -> {
            for (int at = 0; at < ofItem.size(); at++) {
                numbered.add(new NumberedPage(itemId, at + 1, ofItem.get(at)));
            }
        });
        return numbered;
    }

    private static Uni<Void> insert(SqlConnection tx, long workspaceId, long place, List<NumberedPage> rows) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.from(new Object[] {
                    workspaceId,
                    place,
                    column(rows, Long[]::new, NumberedPage::itemId),
                    column(rows, Integer[]::new, NumberedPage::page),
                    column(rows, String[]::new, row -> row.write().identifier()),
                    column(rows, String[]::new, row -> row.write().fileName()),
                    column(rows, String[]::new, row -> row.write().file().reference()),
                    column(rows, Long[]::new, row -> row.write().file().sizeBytes()),
                    column(rows, String[]::new, row -> row.write().file().sha256())
                }))
                .replaceWithVoid();
    }

    private static <T> T[] column(List<NumberedPage> of, IntFunction<T[]> array, Function<NumberedPage, T> value) {
        return of.stream().map(value).toArray(array);
    }
}
