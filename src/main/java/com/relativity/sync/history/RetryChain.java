package com.relativity.sync.history;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;

/**
 * What a retry knows of the runs before it in its chain. A run has transferred what is in the batches that it took over, without the items of
 * its errors, and of errors that later runs had with the links of these. Batches of a second pass lie behind the snapshot and tell nothing of
 * it.
 */
@ApplicationScoped
public class RetryChain {

    private static final String EARLIER = """
            earlier as (
              select retry_root as job_id from sync_job where job_id = $1 and retry_root is not null
              union all
              select o.job_id from sync_job me join sync_job o on o.retry_root = me.retry_root
               where me.job_id = $1 and o.job_id < me.job_id)""";

    // 1. range: the page, by its first and last item. 2. chunk: parts of earlier snapshots that can hold an item of it.
    // 3. through: slices of them that batches took over, without items that failed then, or later when a retry set
    // their
    // links. Each step is by index, so a page costs the same however many items a run had.
    private static final String LEFT = "with " + EARLIER + """
            , range as (
              select min(id) as low, max(id) as high from unnest($2::bigint[]) id),
            chunk as materialized (
              select s.job_id, s.first_position, s.item_ids, r.low, r.high
                from range r, earlier o join run_snapshot s on s.job_id = o.job_id
               where s.first_item <= r.high and s.last_item >= r.low),
            through as (
              select i.id
                from chunk c
                join run_batch b on b.job_id = c.job_id
                 and b.first_position < c.first_position + cardinality(c.item_ids)
                 and b.first_position >= coalesce(
                       (select max(n.first_position) from run_batch n
                         where n.job_id = c.job_id and n.first_position <= c.first_position), 0)
                 and b.status in ('Completed', 'CompletedWithErrors')
               cross join lateral unnest(c.item_ids[
                       greatest(b.first_position - c.first_position, 0) + 1
                     : least(b.first_position + b.total - c.first_position, cardinality(c.item_ids))]) i (id)
               where i.id between c.low and c.high
                 and not exists (select 1 from earlier l join job_history_error e on e.job_history_id = l.job_id
                                  where l.job_id >= c.job_id and e.item_id = i.id))
            select array_agg(p.id order by p.id) as ids
              from unnest($2::bigint[]) p (id)
             where p.id not in (select id from through)
            """;

    // By the batch's items, however many errors or items there are besides.
    private static final String RETRIED = "with " + EARLIER + """
            , item as (
              select i.id
                from run_snapshot s cross join lateral unnest(s.item_ids) with ordinality i (id, nth)
               where s.job_id = $1
                 and s.first_position < $2::bigint + $3::bigint
                 and s.first_position >= coalesce(
                       (select max(n.first_position) from run_snapshot n where n.job_id = $1 and n.first_position <= $2::bigint), 0)
                 and s.first_position + i.nth - 1 between $2::bigint and $2::bigint + $3::bigint - 1
                 and i.id <> all ($4::bigint[]))
            update job_history_error e set status = 'Retried'
              from earlier o, item i
             where e.job_history_id = o.job_id and e.item_id = i.id and e.status <> 'Retried'
            """;

    private final Transactions transactions;

    RetryChain(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Those of {@code itemIds} that no earlier run of the chain transferred, ascending; all of them for a job that retries nothing. */
    public Uni<List<Long>> left(long jobId, List<Long> itemIds) {
        return itemIds.isEmpty()
                ? Uni.createFrom().item(List.of())
                : transactions
                        .query(LEFT, Tuple.of(jobId, itemIds.toArray(Long[]::new)))
                        .map(rows -> rows.iterator().next().getArrayOfLongs("ids"))
                        .map(ids -> ids == null ? List.of() : List.of(ids));
    }

    /** The errors that the batch's items have from earlier runs, all but those that failed again, have come to a good end. */
    static Uni<Void> markRetried(SqlConnection transaction, long jobId, TakenBatch batch) {
        return transaction
                .preparedQuery(RETRIED)
                .execute(Tuple.of(jobId, batch.firstPosition(), (long) batch.total(), batch.failedItemIds()))
                .replaceWithVoid();
    }
}
