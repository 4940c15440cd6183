package com.relativity.sync.history;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.Batch;
import com.relativity.sync.job.Flow;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.Pace;
import com.relativity.sync.job.Progress;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.telemetry.JobMetrics;

/** The batches of a run and what they counted. A batch is taken over once; its counters, errors and progress commit together. */
@ApplicationScoped
public class RunLedger {

    private static final String CLEAR = """
            with run as (
              select j.job_id,
                     h.transferred > 0 and (h.transferred < h.total or j.status = 'CompletedWithErrors' or %s) as kept
                from sync_job j join job_history h on h.job_history_id = j.job_id
               where j.job_id = $1 and j.ended_at is not null),
            batches as (
              delete from run_batch b using run where b.job_id = run.job_id and not run.kept),
            snapshot as (
              delete from run_snapshot s using run where s.job_id = run.job_id and not run.kept)
            update job_history set cleaned = true, pace = null, steps_seen = default from run where job_history_id = run.job_id
            """.formatted(LinkBatches.MISSING);

    // A batch of the first pass leaves one of links behind, so that whoever comes later sees what was never linked.
    private static final String CLOSE = """
            with closed as (
              update run_batch
                 set status = case when $4 > 0 then 'CompletedWithErrors' else 'Completed' end,
                     transferred = $3, failed = $4, metadata_bytes = $5, file_bytes = $6
               where job_id = $1 and first_position = $2 and status in ('New', 'InProgress')
              returning *),
            settled as (
              update run_batch b set status = 'Completed' from closed c
               where b.job_id = c.of_job_id and b.first_position = c.of_position),
            links as (%s)
            select 1 from closed
            """.formatted(LinkBatches.OF_THE_FIRST_PASS.formatted("closed"));

    private static final String IS_DONE = """
            select h.links is not null
                   and not exists (select 1 from run_batch b where b.job_id = j.job_id and b.status in ('New', 'InProgress'))
                   and not (h.links and %s) as done
              from sync_job j join job_history h on h.job_history_id = j.job_id
             where j.job_id = $1
            """.formatted(LinkBatches.MISSING);

    private final Transactions transactions;
    private final Outbox outbox;
    private final JobMetrics metrics;

    RunLedger(Transactions transactions, Outbox outbox, JobMetrics metrics) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Cuts what follows the last batch into batches of {@code size} items, the last one shorter. */
    public Uni<Void> partition(RunKey run, int size) {
        return transactions.inOne(transaction -> RunFence.hold(transaction, run)
                .chain(() -> transaction.preparedQuery("""
                                insert into run_batch (job_id, first_position, total)
                                select $1, position, least($2, h.total - position)
                                  from job_history h,
                                       generate_series(
                                         (select coalesce(max(first_position + total), 0) from run_batch where job_id = $1),
                                         h.total - 1, $2) as position
                                 where h.job_history_id = $1
                                """).execute(Tuple.of(run.jobId(), (long) size)))
                .replaceWithVoid());
    }

    /** The first batch that was not taken over yet. */
    public Uni<Optional<Batch>> nextOpen(long jobId) {
        return transactions.query("""
                        select b.first_position, b.total, b.first_position >= h.total as of_links,
                               coalesce(b.of_job_id, b.job_id) as items_of,
                               case when b.of_job_id is not null then b.of_position - o.total
                                    when b.first_position >= h.total then b.first_position - h.total
                                    else b.first_position end as first_item
                          from run_batch b join job_history h on h.job_history_id = b.job_id
                                           left join job_history o on o.job_history_id = b.of_job_id
                         where b.job_id = $1 and b.status in ('New', 'InProgress')
                         order by b.first_position limit 1
                        """, Tuple.of(jobId)).map(rows -> {
            var iterator = rows.iterator();
            if (!iterator.hasNext()) {
                return Optional.empty();
            }
            Row row = iterator.next();
            return Optional.of(new Batch(
                    row.getLong("first_position"),
                    row.getInteger("total"),
                    row.getLong("items_of"),
                    row.getLong("first_item"),
                    row.getBoolean("of_links")));
        });
    }

    /** Whether all of the run's items were seen to, and their links; only the destination may be open still. */
    public Uni<Boolean> isDone(long jobId) {
        return transactions
                .query(IS_DONE, Tuple.of(jobId))
                .map(rows -> rows.iterator().next().getBoolean("done"));
    }

    /** Counters of the run so far. */
    public Uni<Progress> progress(long jobId) {
        return transactions
                .query(
                        "select total, transferred, failed, bytes, step from job_history where job_history_id = $1",
                        Tuple.of(jobId))
                .map(rows -> progress(rows.iterator().next(), Pace.UNKNOWN));
    }

    /**
     * Notes the step that the pipeline is at, for people to see. With one that no attempt has come to, a run that waited goes on.
     *
     * @param traceparent of the run, for the next attempt's trace; null while it is not traced
     */
    public Uni<Void> atStep(RunKey run, String step, String traceparent) {
        return transactions
                .query("""
                        update job_history
                           set step = $3, run_traceparent = $4, pace = job_pace_begun(pace, $2, transferred + failed),
                               steps_seen = case when $3 = any(steps_seen) then steps_seen else steps_seen || $3::text end,
                               went_on_at = case when $3 = any(steps_seen) then went_on_at else now() end,
                               waiting_for = case when $3 = any(steps_seen) then waiting_for end,
                               waiting_since = case when $3 = any(steps_seen) then waiting_since end
                          from sync_job
                         where job_history_id = $1 and job_id = $1 and attempt = $2 and status = 'Processing'
                        """, Tuple.of(run.jobId(), run.attempt(), step, traceparent))
                .flatMap(updated -> updated.rowCount() == 1
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new LeaseLost(run.jobId(), run.attempt())));
    }

    /**
     * Takes a batch over: counters, item errors and, at most once in a second, the event that tells of the progress. What a retry transfers
     * settles the errors that earlier runs of its chain had with the same items. A batch of a second pass, which lies behind the total, counts
     * nothing but its errors. A batch that was taken over before changes nothing.
     */
    public Uni<Void> record(RunKey run, TakenBatch batch) {
        return transactions.inOne(transaction -> RunFence.hold(transaction, run)
                .chain(() -> close(transaction, run, batch))
                .chain(first -> first
                        ? count(transaction, run, batch)
                        : Uni.createFrom().voidItem()));
    }

    private static Uni<Boolean> close(SqlConnection transaction, RunKey run, TakenBatch batch) {
        return transaction
                .preparedQuery(CLOSE)
                .execute(Tuple.of(
                        run.jobId(),
                        batch.firstPosition(),
                        batch.transferred(),
                        batch.errors().size(),
                        batch.metadataBytes(),
                        batch.fileBytes()))
                .map(closed -> closed.size() == 1);
    }

    private Uni<Void> count(SqlConnection transaction, RunKey run, TakenBatch batch) {
        return transaction
                .preparedQuery("""
                        with told as (
                          select progress_told_at, ($9::bigint < total)::integer as counts
                            from job_history where job_history_id = $1),
                        failed as (
                          insert into job_history_error (job_history_id, type, item_id, identifier, message)
                          select $1, 'item', * from unnest($6::bigint[], $7::text[], $8::text[]))
                        update job_history h
                           set read_items = read_items + counts * $2::bigint, transferred = transferred + counts * $3::bigint,
                               failed = failed + counts * $4::bigint, bytes = bytes + counts * $5::bigint,
                               pace = job_pace_went_on(pace, $10, transferred + failed + counts * ($3::bigint + $4::bigint)),
                               went_on_at = now(), waiting_for = null, waiting_since = null,
                               progress_told_at = case when t.progress_told_at < now() - interval '1 second'
                                                       then now() else t.progress_told_at end
                          from told t, sync_job j
                         where job_history_id = $1 and j.job_id = $1
                        returning j.workspace_id, j.flow, j.retry_root, t.counts, h.total, h.transferred, h.failed, h.bytes, h.step,
                                  h.pace, clock_timestamp() as read_at,
                                  h.progress_told_at <> t.progress_told_at as due
                        """)
                .execute(Tuple.from(List.of(
                        run.jobId(),
                        (long) batch.total(),
                        (long) batch.transferred(),
                        (long) batch.errors().size(),
                        batch.metadataBytes() + batch.fileBytes(),
                        batch.errors().stream()
                                .map(TakenBatch.FailedItem::itemId)
                                .toArray(Long[]::new),
                        batch.errors().stream()
                                .map(TakenBatch.FailedItem::identifier)
                                .toArray(String[]::new),
                        batch.errors().stream()
                                .map(TakenBatch.FailedItem::message)
                                .toArray(String[]::new),
                        batch.firstPosition(),
                        run.attempt())))
                .map(rows -> rows.iterator().next())
                .invoke(row -> countAfterCommit(transaction, row, batch))
                .call(row -> row.getLong("retry_root") != null && row.getInteger("counts") == 1
                        ? RetryChain.markRetried(transaction, run.jobId(), batch)
                        : Uni.createFrom().voidItem())
                .flatMap(row -> row.getBoolean("due")
                        ? outbox.append(transaction, progressed(run, row))
                        : Uni.createFrom().voidItem());
    }

    /** Whoever takes the batch over counts it, also where another agent has written it. */
    private void countAfterCommit(SqlConnection transaction, Row row, TakenBatch batch) {
        if (row.getInteger("counts") == 1) {
            var flow = Flow.ofId(row.getString("flow")).orElseThrow();
            int failed = batch.errors().size();
            transaction
                    .getDelegate()
                    .transaction()
                    .completion()
                    .onSuccess(committed -> metrics.items(flow, batch.transferred(), failed));
        }
    }

    private static JobEvent.Progressed progressed(RunKey run, Row row) {
        var pace = Pace.of(
                row.getArrayOfLongs("pace"),
                run.attempt(),
                row.getOffsetDateTime("read_at").toInstant());
        return new JobEvent.Progressed(
                run.jobId(),
                row.getLong("workspace_id"),
                JobEvent.Told.of(
                        progress(row, pace),
                        JobStatus.Processing,
                        Flow.ofId(row.getString("flow")).orElseThrow()));
    }

    /** Whether items of the run failed, also in a second pass, which counts none. */
    public Uni<Boolean> hasItemErrors(long jobId) {
        return transactions
                .query(
                        "select failed > 0 or exists (select 1 from job_history_error e where e.job_history_id = $1 and e.type = 'item')"
                                + " as some from job_history where job_history_id = $1",
                        Tuple.of(jobId))
                .map(rows -> rows.iterator().next().getBoolean("some"));
    }

    /**
     * Notes that a run which has ended holds nothing any more that somebody must see to. Its counters and errors stay; so do snapshot and
     * batches where a retry of it needs them, and go with its record. Does nothing for a run that goes on.
     */
    public Uni<Void> clear(long jobId) {
        return transactions.query(CLEAR, Tuple.of(jobId)).replaceWithVoid();
    }

    private static Progress progress(Row row, Pace pace) {
        return new Progress(
                row.getLong("total"),
                row.getLong("transferred"),
                row.getLong("failed"),
                row.getLong("bytes"),
                row.getString("step"),
                pace);
    }
}
