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
 * last one, so that it has a receipt of its own. It is made when that batch is taken over, and is open until its links are set, also beyond
 * the end of the run: then a retry of the chain sets them. What it does is not counted: its items were.
 */
@ApplicationScoped
public class LinkBatches {

    private static final String OPEN_IN_CHAIN = """
            from sync_job lj join job_history lh on lh.job_history_id = lj.job_id
                             join run_batch lb on lb.job_id = lj.job_id and lb.first_position >= lh.total
             where lb.status in ('New', 'InProgress') and lb.of_job_id is null
            """;

    /** Part of a statement: whether items of a run in the chain of its row {@code j} of the list were written without their links. */
    public static final String MISSING = """
            j.flow = 'non-document' and exists (
              select 1 %1$s and lj.job_id = coalesce(j.retry_root, j.job_id)
              union all
              select 1 %1$s and lj.retry_root = coalesce(j.retry_root, j.job_id))""".formatted(OPEN_IN_CHAIN);

    /** Part of a statement that makes those of the batches in its rows {@code %s}. */
    static final String OF_THE_FIRST_PASS = """
            insert into run_batch (job_id, first_position, total)
            select b.job_id, h.total + b.first_position, b.total
              from %s b join job_history h on h.job_history_id = b.job_id
             where h.links and b.first_position < h.total and b.transferred > 0 and b.status in ('Completed', 'CompletedWithErrors')
                on conflict (job_id, first_position) do nothing""";

    // A version that makes them only here may have had the run before.
    private static final String OWN = OF_THE_FIRST_PASS.formatted("(select * from run_batch where job_id = $1)");

    // Behind the own ones, in the order of the runs; those that an attempt before this one has made stay.
    private static final String INHERITED = """
            insert into run_batch (job_id, first_position, total, of_job_id, of_position)
            select $1, s.start + sum(e.total) over (order by e.job_id, e.first_position) - e.total, e.total, e.job_id, e.first_position
              from (
                select lb.job_id, lb.first_position, lb.total from sync_job me
                 cross join lateral (
                   select lb.* %1$s and lj.job_id = me.retry_root
                   union all
                   select lb.* %1$s and lj.retry_root = me.retry_root and lj.job_id < me.job_id) lb
                 where me.job_id = $1
                   and not exists (select 1 from run_batch b
                                    where b.job_id = $1 and b.of_job_id = lb.job_id and b.of_position = lb.first_position)) e,
                   (select greatest(2 * h.total, (select max(b.first_position + b.total) from run_batch b where b.job_id = $1)) as start
                      from job_history h where h.job_history_id = $1) s
            """.formatted(OPEN_IN_CHAIN);

    private final Transactions transactions;

    LinkBatches(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Notes, when the first pass is cut into batches, whether a second one follows: from here on each batch of the first that is taken over
     * leaves one of links behind.
     */
    public Uni<Void> expect(RunKey run, boolean hasLinks) {
        return transactions.inOne(transaction -> RunFence.hold(transaction, run)
                .chain(() -> transaction
                        .preparedQuery("update job_history set links = $2 where job_history_id = $1")
                        .execute(Tuple.of(run.jobId(), hasLinks)))
                .chain(() -> transaction.preparedQuery(OWN).execute(Tuple.of(run.jobId())))
                .replaceWithVoid());
    }

    /** Makes those that are missing: of the run's own items, and of items that runs before it in its chain left without their links. */
    public Uni<Void> partition(RunKey run) {
        return transactions.inOne(transaction -> RunFence.hold(transaction, run)
                .chain(() -> transaction.preparedQuery(OWN).execute(Tuple.of(run.jobId())))
                .chain(() -> transaction.preparedQuery(INHERITED).execute(Tuple.of(run.jobId())))
                .replaceWithVoid());
    }

    /** How many items of the run's chain were written without their links. */
    public Uni<Long> missing(long jobId) {
        return transactions
                .query("""
                        select coalesce(sum(b.transferred), 0)::bigint as items
                          from sync_job j cross join lateral (
                            select lb.job_id, lb.first_position - lh.total as first_position
                              %1$s and lj.job_id = coalesce(j.retry_root, j.job_id)
                            union all
                            select lb.job_id, lb.first_position - lh.total
                              %1$s and lj.retry_root = coalesce(j.retry_root, j.job_id)) m
                          join run_batch b on b.job_id = m.job_id and b.first_position = m.first_position
                         where j.job_id = $1
                        """.formatted(OPEN_IN_CHAIN), Tuple.of(jobId))
                .map(rows -> rows.iterator().next().getLong("items"));
    }

    /** Those of {@code itemIds} that the first pass of the run did not transfer. */
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
