package com.relativity.sync.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;

/**
 * Removes searchable texts with the last file of their content. Whoever refers to a text sees to it that its file is in the share first,
 * and looks for its row after that. So a row is marked, then the share is looked through, then the row goes if it is still marked: a writer
 * that looked before the mark has its file in the share by then, and one that looks later takes the row back ({@link SearchableTexts}).
 */
@ApplicationScoped
class LeavingTexts {

    private static final String MARK = """
            with marked as (update store_text set leaving = true where sha256 = any($1::text[]) returning sha256)
            select sha256 from marked
             union
            select s.sha256 from unnest($1::text[]) as s (sha256)
             where exists (select from store_text_piece p where p.sha256 = s.sha256)
            """;

    // Pieces without a row are those of a text that nobody has completed.
    private static final String DELETE = """
            with gone as (delete from store_text where leaving and sha256 = any($1::text[]) returning sha256),
            pieces as (
              delete from store_text_piece p
               where p.sha256 in (select sha256 from gone)
                  or p.sha256 = any($1::text[]) and not exists (select from store_text t where t.sha256 = p.sha256))
            select from gone
            """;

    private final Transactions transactions;
    private final StoreFiles files;
    private final Counter removed;

    LeavingTexts(Transactions transactions, StoreFiles files, MeterRegistry metrics) {
        this.transactions = transactions;
        this.files = files;
        this.removed = metrics.counter("sync.retention.removed", "kind", "texts");
    }

    /** Removes the texts of files that the workspace has set aside and that are about to be removed. */
    Uni<Void> remove(long workspaceId, List<String> sha256s) {
        if (sha256s.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .query(MARK, Tuple.of(sha256s.toArray(String[]::new)))
                .map(rows -> rows.stream().map(row -> row.getString(0)).toList())
                .chain(marked -> marked.isEmpty() ? Uni.createFrom().voidItem() : decide(workspaceId, marked));
    }

    private Uni<Void> decide(long workspaceId, List<String> marked) {
        return files.onWorker(() -> files.sweep().heldNowhereElse(workspaceId, marked))
                .chain(unheld -> transactions.query(DELETE, Tuple.of(unheld.toArray(String[]::new))))
                .invoke(gone -> removed.increment(gone.size()))
                .chain(() -> transactions.query(
                        "update store_text set leaving = false where leaving and sha256 = any($1)",
                        Tuple.of(marked.toArray(String[]::new))))
                .replaceWithVoid();
    }
}
