package com.relativity.sync.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.RunKey;
import com.relativity.sync.sql.Transactions;

/** The items of a run in a fixed order. Taken once; counts for as long as the run, over every resume. */
@ApplicationScoped
public class Snapshots {

    private final Transactions transactions;

    Snapshots(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The number of items, once the snapshot is complete. */
    public Uni<Optional<Long>> total(long jobId) {
        return transactions
                .query("select total from job_history where job_history_id = $1", Tuple.of(jobId))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("total")));
    }

    /** Whether a snapshot that was completed is not there any more, as after a restore of parts of the database. */
    public Uni<Boolean> isLost(long jobId) {
        return transactions
                .query(
                        "select coalesce(total, 0) > 0 and not exists (select 1 from run_snapshot where job_id = $1) as lost"
                                + " from job_history where job_history_id = $1",
                        Tuple.of(jobId))
                .map(rows -> rows.iterator().next().getBoolean("lost"));
    }

    /** Forgets what an attempt that did not complete its snapshot has left. */
    public Uni<Void> begin(RunKey run) {
        return transactions.inOne(transaction -> RunFence.hold(transaction, run)
                .chain(() -> transaction
                        .preparedQuery("delete from run_snapshot where job_id = $1")
                        .execute(Tuple.of(run.jobId())))
                .replaceWithVoid());
    }

    public Uni<Void> append(RunKey run, long firstPosition, List<Long> itemIds) {
        return transactions.inOne(transaction -> RunFence.hold(transaction, run)
                .chain(() -> transaction
                        .preparedQuery(
                                "insert into run_snapshot (job_id, first_position, item_ids) values ($1, $2, $3)")
                        .execute(Tuple.of(run.jobId(), firstPosition, itemIds.toArray(Long[]::new))))
                .replaceWithVoid());
    }

    /** Fixes the total; from here on the snapshot is complete. */
    public Uni<Void> complete(RunKey run, long total) {
        return transactions.inOne(transaction -> RunFence.hold(transaction, run)
                .chain(() -> transaction
                        .preparedQuery("update job_history set total = $2 where job_history_id = $1 and total is null")
                        .execute(Tuple.of(run.jobId(), total)))
                .replaceWithVoid());
    }

    /** The items from {@code firstPosition} on, {@code count} of them or as many as there are. */
    public Uni<List<Long>> itemIds(long jobId, long firstPosition, int count) {
        return transactions
                .query("""
                        select first_position, item_ids from run_snapshot
                         where job_id = $1 and first_position < $2::bigint + $3::bigint
                           and first_position >= coalesce(
                                 (select max(first_position) from run_snapshot where job_id = $1 and first_position <= $2::bigint), 0)
                         order by first_position
                        """, Tuple.of(jobId, firstPosition, (long) count))
                .map(rows -> {
                    var itemIds = new ArrayList<Long>(count);
                    for (Row row : rows) {
                        long position = row.getLong("first_position");
                        for (Long itemId : row.getArrayOfLongs("item_ids")) {
                            if (position >= firstPosition && position < firstPosition + count) {
                                itemIds.add(itemId);
                            }
                            position++;
                        }
                    }
                    return itemIds;
                });
    }
}
