package com.relativity.sync.history;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.RunKey;
import com.relativity.sync.sql.Transactions;

/**
 * The batches of a run's second pass. Each goes over the items of one batch of the first pass again, at a position of its own behind the
 * last one, so that it has a receipt of its own. What it does is not counted: its items were.
 */
@ApplicationScoped
public class LinkBatches {

    private final Transactions transactions;

    LinkBatches(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Makes those that are missing. */
    public Uni<Void> partition(RunKey run) {
        return transactions.inOne(transaction -> RunFence.hold(transaction, run)
                .chain(() -> transaction.preparedQuery("""
                                insert into run_batch (job_id, first_position, total)
                                select b.job_id, h.total + b.first_position, b.total
                                  from run_batch b join job_history h on h.job_history_id = b.job_id
                                 where b.job_id = $1 and b.first_position < h.total
                                    on conflict (job_id, first_position) do nothing
                                """).execute(Tuple.of(run.jobId())))
                .replaceWithVoid());
    }

    /** Those of {@code itemIds} that the first pass did not transfer. */
    public Uni<Set<Long>> failed(long jobId, List<Long> itemIds) {
        return transactions
                .query("""
                        select item_id from job_history_error
                         where job_history_id = $1 and type = 'item' and item_id = any($2)
                        """, Tuple.of(jobId, itemIds.toArray(Long[]::new)))
                .map(rows -> {
                    var failed = new HashSet<Long>();
                    rows.forEach(row -> failed.add(row.getLong("item_id")));
                    return failed;
                });
    }
}
