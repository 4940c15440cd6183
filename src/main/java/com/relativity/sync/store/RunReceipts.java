package com.relativity.sync.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.ItemError;

/** The fence and the receipts of the runs that write into a workspace. */
@ApplicationScoped
class RunReceipts {

    /** Every statement that began so long ago has ended; statements are given a minute. */
    private static final Duration STATEMENTS_ENDED = Duration.ofMinutes(10);

    private final Transactions transactions;

    RunReceipts(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Lets an attempt write in {@code tx}, and keeps every other write of the job waiting until it ends. Fails with {@link LeaseLost} when a
     * higher attempt has been let in, this one or a higher one was closed, or the job is gone.
     */
    Uni<Void> admit(SqlConnection tx, long workspaceId, long jobId, int attempt) {
        return tx.preparedQuery("""
                        insert into store_run as r (workspace_id, job_id, attempt)
                        select $1, $2, $3 where $2 >= (select first_job from store_run_floor)
                            on conflict (workspace_id, job_id) do update set attempt = excluded.attempt
                         where r.attempt <= excluded.attempt and r.closed_attempt < excluded.attempt
                        """)
                .execute(Tuple.of(workspaceId, jobId, attempt))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new LeaseLost(jobId, attempt);
                    }
                })
                .replaceWithVoid();
    }

    Uni<Void> close(long workspaceId, long jobId, int attempt) {
        return transactions.query("""
                        insert into store_run as r (workspace_id, job_id, attempt, closed_attempt) values ($1, $2, $3, $3)
                            on conflict (workspace_id, job_id) do update
                           set closed_attempt = greatest(r.closed_attempt, excluded.closed_attempt)
                        """, Tuple.of(workspaceId, jobId, attempt)).replaceWithVoid();
    }

    Uni<Optional<BatchReceipt>> find(SqlConnection tx, long workspaceId, BatchKey key) {
        return tx.preparedQuery("""
                        select * from store_receipt where workspace_id = $1 and job_id = $2 and first_position = $3
                        """)
                .execute(Tuple.of(workspaceId, key.jobId(), key.firstPosition()))
                .map(rows -> rows.stream().findFirst().map(RunReceipts::receipt));
    }

    Uni<BatchReceipt> add(SqlConnection tx, long workspaceId, BatchReceipt receipt) {
        JsonArray errors = new JsonArray();
        receipt.errors()
                .forEach(error -> errors.add(new JsonObject()
                        .put("itemId", error.itemId())
                        .put("identifier", error.identifier())
                        .put("message", error.message())));
        return tx.preparedQuery("""
                        insert into store_receipt (workspace_id, job_id, first_position, total, transferred,
                                                   metadata_bytes, file_bytes, errors)
                        values ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb)
                        """)
                .execute(Tuple.from(new Object[] {
                    workspaceId,
                    receipt.key().jobId(),
                    receipt.key().firstPosition(),
                    receipt.total(),
                    receipt.transferred(),
                    receipt.metadataBytes(),
                    receipt.fileBytes(),
                    errors.encode().replace("\\u0000", "\\ufffd")
                }))
                .replaceWith(receipt);
    }

    Uni<List<BatchReceipt>> list(long workspaceId, long jobId, long fromPosition) {
        return transactions
                .query("""
                        select * from store_receipt where workspace_id = $1 and job_id = $2 and first_position >= $3
                         order by first_position
                        """, Tuple.of(workspaceId, jobId, fromPosition))
                .map(rows -> rows.stream().map(RunReceipts::receipt).toList());
    }

    /** Removes receipts; the fence stays, for a writer that comes even later. */
    Uni<Void> forget(long workspaceId, long jobId) {
        return transactions
                .query(
                        "delete from store_receipt where workspace_id = $1 and job_id = $2",
                        Tuple.of(workspaceId, jobId))
                .replaceWithVoid();
    }

    /**
     * Removes fences of jobs that are gone, at most {@code limit}, and answers with their number. The number below which jobs are gone is raised
     * first, the fences go some time later: a write that began before the raise still finds its fence, one that began after it finds the
     * number, and no statement lasts from one to the other.
     */
    Uni<Integer> forgetBefore(long firstJobId, int limit) {
        return transactions
                .query("""
                        delete from store_run where ctid = any(array(
                          select r.ctid from store_run r join store_run_floor f on r.job_id < f.first_job
                           where f.raised_at < now() - make_interval(secs => $2)
                           limit $1 for update of r skip locked))
                        """, Tuple.of(limit, Intervals.seconds(STATEMENTS_ENDED)))
                .map(SqlResult::rowCount)
                .call(gone -> gone == limit ? Uni.createFrom().voidItem() : raise(firstJobId));
    }

    private Uni<Void> raise(long firstJobId) {
        return transactions
                .query(
                        "update store_run_floor set first_job = $1, raised_at = now()"
                                + " where first_job < $1 and raised_at < now() - make_interval(secs => $2)",
                        Tuple.of(firstJobId, Intervals.seconds(STATEMENTS_ENDED)))
                .replaceWithVoid();
    }

    private static BatchReceipt receipt(Row row) {
        List<ItemError> errors = row.getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error -> new ItemError(
                        error.getLong("itemId"), error.getString("identifier"), error.getString("message")))
                .toList();
        return new BatchReceipt(
                new BatchKey(row.getLong("job_id"), row.getLong("first_position")),
                row.getInteger("total"),
                row.getInteger("transferred"),
                row.getLong("metadata_bytes"),
                row.getLong("file_bytes"),
                errors);
    }
}
