package com.relativity.sync.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.ImageChoice;

/** Reads pages of documents. The place of pages is a production, or {@link #ORIGINALS}. */
@ApplicationScoped
public class ImagePages {

    static final long ORIGINALS = 0;

    private final Transactions transactions;

    ImagePages(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A page as a production lists it. */
    public record ProducedPage(String documentIdentifier, ImagePage page) {}

    /**
     * Smallest and greatest page identifier of a production.
     *
     * @param begin null, as is {@code end}, for a production without pages
     */
    public record Bates(String begin, String end) {}

    /** The places of a choice in order of precedence. */
    static Long[] places(ImageChoice choice) {
        return Stream.concat(
                        choice.productionIds().stream().filter(id -> id != ORIGINALS),
                        choice.originals() ? Stream.of(ORIGINALS) : Stream.empty())
                .toArray(Long[]::new);
    }

    /**
     * Pages in order by item; for each item those in the first place of the choice that has any. Items without pages are not in it. The
     * offsets make PostgreSQL ask for one item at a time: it may not have looked at a table yet that was filled a moment ago, and would
     * read whole productions for each item.
     */
    Uni<Map<Long, List<ImagePage>>> chosen(List<Long> itemIds, ImageChoice choice) {
        Long[] places = places(choice);
        if (itemIds.isEmpty() || places.length == 0) {
            return Uni.createFrom().item(Map.of());
        }
        return transactions
                .query("""
                        select %s
                          from unnest($1::bigint[]) as wanted(item_id)
                         cross join lateral (
                               select c.production_id from unnest($2::bigint[]) with ordinality as c(production_id, rank)
                                where exists (select from store_image_page x
                                               where x.production_id = c.production_id and x.item_id = wanted.item_id
                                              offset 0)
                                order by c.rank limit 1) as won
                         cross join lateral (
                               select * from store_image_page o
                                where o.production_id = won.production_id and o.item_id = wanted.item_id offset 0) as p
                         order by p.item_id, p.page
                        """.formatted(ImagePage.COLUMNS), Tuple.of(itemIds.toArray(Long[]::new), places))
                .map(rows -> rows.stream().map(ImagePage::of).collect(Collectors.groupingBy(ImagePage::itemId)));
    }

    /** The original pages of items, as {@link #chosen} answers. */
    public Uni<Map<Long, List<ImagePage>>> originals(List<Long> itemIds) {
        return chosen(itemIds, ImageChoice.ORIGINALS);
    }

    public Uni<Optional<ImagePage>> original(long itemId, int page) {
        return transactions
                .query(
                        "select " + ImagePage.COLUMNS
                                + " from store_image_page p where p.production_id = $1 and p.item_id = $2 and p.page = $3",
                        Tuple.of(ORIGINALS, itemId, page))
                .map(rows -> rows.stream().findFirst().map(ImagePage::of));
    }

    /** Pages of a production behind a page of an item, in order of item and page, at most {@code limit}. */
    public Uni<List<ProducedPage>> produced(
            long documentTypeId, long productionId, long afterItemId, long afterPage, int limit) {
        return transactions
                .query(
                        """
                        select (select i.identifier from store_item i
                                 where i.object_type_id = $1 and i.item_id = p.item_id) as document_identifier, %s
                          from store_image_page p
                         where p.production_id = $2 and (p.item_id, p.page) > ($3, $4::bigint)
                         order by p.item_id, p.page limit $5
                        """.formatted(ImagePage.COLUMNS),
                        Tuple.of(documentTypeId, productionId, afterItemId, afterPage, limit))
                .map(rows -> rows.stream()
                        .map(row -> new ProducedPage(row.getString("document_identifier"), ImagePage.of(row)))
                        .toList());
    }

    public Uni<Bates> bates(long productionId) {
        return transactions
                .query(
                        "select min(identifier) as first, max(identifier) as last from store_image_page where production_id = $1",
                        Tuple.of(productionId))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Bates(row.getString("first"), row.getString("last"));
                });
    }

    /** Ids of the items that have pages in a production and in one of {@code places}, above {@code afterItemId}, ascending. */
    Uni<List<Long>> itemsOf(long productionId, Long[] places, long afterItemId, int limit) {
        return transactions
                .query("""
                        select p.item_id from store_image_page p
                         where p.production_id = $1 and p.item_id > $3
                           and exists (select from store_image_page x
                                        where x.production_id = any ($2) and x.item_id = p.item_id offset 0)
                         group by p.item_id order by p.item_id limit $4
                        """, Tuple.of(productionId, places, afterItemId, limit))
                .map(rows -> rows.stream().map(row -> row.getLong(0)).toList());
    }
}
