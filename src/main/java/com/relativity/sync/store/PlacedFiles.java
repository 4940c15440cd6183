package com.relativity.sync.store;

import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/**
 * Lets references be committed only when their files were in their places shortly before. Between the storing of a file and the commit of
 * what refers to it any time may pass, a process may even have been stopped for days; {@link FileSweep} rests on this look.
 */
@ApplicationScoped
class PlacedFiles {

    /** From the look to the last statement of the transaction; with the time that a transaction can last, far below the least age of a sweep. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final StoreFiles files;

    PlacedFiles(Transactions transactions, StoreFiles files) {
        this.transactions = transactions;
        this.files = files;
    }

    /** @param at the database's time; null where there was nothing to look for */
    record Look(OffsetDateTime at) {}

    /** Puts those back that were set aside. Fails with {@link DependencyDown} when one is gone: stored again, it will be there. */
    Uni<Look> look(Collection<String> references) {
        if (references.isEmpty()) {
            return Uni.createFrom().item(new Look(null));
        }
        return transactions
                .query("select clock_timestamp() as at", Tuple.tuple())
                .map(rows -> new Look(rows.iterator().next().getOffsetDateTime("at")))
                .call(look -> files.onWorker(() -> {
                    for (String reference : references) {
                        if (!files.isInPlace(reference)) {
                            throw new DependencyDown(
                                    "The file share", new IOException("A file that was stored is gone: " + reference));
                        }
                    }
                    return null;
                }));
    }

    /** Fails with {@link DependencyDown} when the look was too long ago. To be asked at the end of the transaction. */
    Uni<Void> stillGood(SqlConnection tx, Look look) {
        if (look.at() == null) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery("select clock_timestamp() < $1::timestamptz + make_interval(secs => $2) as good")
                .execute(Tuple.of(look.at(), Intervals.seconds(GOOD_FOR)))
                .invoke(rows -> {
                    if (!rows.iterator().next().getBoolean("good")) {
                        throw new DependencyDown(
                                "The file share", new IOException("Files were looked for longer ago than " + GOOD_FOR));
                    }
                })
                .replaceWithVoid();
    }
}
