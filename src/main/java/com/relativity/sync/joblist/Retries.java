package com.relativity.sync.joblist;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.history.LinkBatches;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.sql.Transactions;

/**
 * Which runs can be retried. A run and all retries that follow from it are a chain; at most one run of a chain is in the list, and what any of
 * them transferred is transferred.
 */
@ApplicationScoped
public class Retries {

    private static final String FIELD = "retryOptions.jobToRetry";

    /**
     * Of an ended run of the chain of {@code j}: nothing is left to transfer. An item error is something, also where its item is counted as
     * transferred, and so are links that the chain has not set.
     */
    private static final String DONE =
            "coalesce(%2$s.transferred >= %2$s.total, false) and %1$s.status <> 'CompletedWithErrors' and not ("
                    + LinkBatches.MISSING + ")";

    private static final String ROOT = "coalesce(j.retry_root, j.job_id)";

    /** Whether the run {@code j} with the counters {@code h} can be retried. */
    static final String RETRYABLE = """
            case when j.ended_at is null or j.status = 'Completed' or j.history_status = 'ValidationFailed' or %s then false
                 else (j.retry_root is null or exists (select 1 from sync_job r where r.job_id = j.retry_root))
                      and not exists (
                        select 1 from sync_job r join job_history rh on rh.job_history_id = r.job_id
                         where r.retry_root = %s and r.job_id > j.job_id and (r.ended_at is null or %s))
             end""".formatted(done("j", "h"), ROOT, done("r", "rh"));

    // Forgotten: a run of the chain that transferred something is gone, or does not hold what it was.
    private static final String ASK = """
            select j.workspace_id, j.destination_workspace_id, j.flow, j.history_status, j.ended_at is not null as ended, %1$s as root,
                   %2$s as done,
                   (select max(r.job_id) from sync_job r where r.retry_root = %1$s and r.ended_at is null) as retried_by,
                   (select max(r.job_id) from sync_job r join job_history rh on rh.job_history_id = r.job_id
                     where r.retry_root = %1$s and r.job_id > j.job_id and r.ended_at is not null and %3$s) as finished_by,
                   exists (select 1
                             from (select %1$s as job_id union all select r.job_id from sync_job r where r.retry_root = %1$s) run
                             join sync_job c on c.job_id = run.job_id join job_history ch on ch.job_history_id = c.job_id
                            where c.retry_of is not null and not exists (select 1 from sync_job o where o.job_id = c.retry_of)
                               or ch.transferred > 0 and not exists (select 1 from run_snapshot s where s.job_id = c.job_id)
                          ) as forgotten
              from sync_job j join job_history h on h.job_history_id = j.job_id
             where j.job_id = $1
            """.formatted(ROOT, done("j", "h"), done("r", "rh"));

    /** Two retries of a chain are submitted one after the other, and retention takes nothing of it away meanwhile. */
    private static final String HOLD = """
            select 1 from sync_job c
             where c.job_id in (
                     select %1$s from sync_job j where j.job_id = $1
                     union all
                     select r.job_id from sync_job j join sync_job r on r.retry_root = %1$s where j.job_id = $1)
             order by c.job_id for no key update of c
            """.formatted(ROOT);

    private final Transactions transactions;

    Retries(Transactions transactions) {
        this.transactions = transactions.forRest();
    }

    private static String done(String job, String history) {
        return DONE.formatted(job, history);
    }

    /** Why the job cannot retry what it asks for; empty where it can, and for a job that retries nothing. */
    public Uni<List<Violation>> refusals(NewJob job) {
        Long retried = retried(job);
        return retried == null || retried <= 0
                ? Uni.createFrom().item(List.of())
                : transactions
                        .query(ASK, Tuple.of(retried))
                        .map(rows -> refusal(job, rows)
                                .map(why -> List.of(new Violation(FIELD, why)))
                                .orElseGet(List::of));
    }

    /** The same for a job that runs: it was accepted, but what it retries may have been removed since. */
    public Uni<List<Violation>> refusals(Job job) {
        return job.retryOf() == null
                ? Uni.createFrom().item(List.of())
                : transactions.query(ASK, Tuple.of(job.retryOf())).map(rows -> {
                    boolean known = rows.size() == 1 && !rows.iterator().next().getBoolean("forgotten");
                    return known ? List.of() : List.of(new Violation(FIELD, forgotten(job.retryOf())));
                });
    }

    /** Keeps every other submission for the chain waiting until the transaction ends. */
    static Uni<Void> hold(SqlConnection transaction, NewJob job) {
        return transaction.preparedQuery(HOLD).execute(Tuple.of(retried(job))).replaceWithVoid();
    }

    /** The first run of the chain that the job joins; only under {@link #hold}. Fails with {@link RulesViolated}. */
    static Uni<Long> root(SqlConnection transaction, NewJob job) {
        return transaction.preparedQuery(ASK).execute(Tuple.of(retried(job))).map(rows -> {
            refusal(job, rows).ifPresent(why -> {
                throw new RulesViolated(FIELD, why);
            });
            return rows.iterator().next().getLong("root");
        });
    }

    static Long retried(NewJob job) {
        var retry = job.configuration().retryOptions();
        return retry == null ? null : retry.jobToRetry();
    }

    private static Optional<String> refusal(NewJob job, RowSet<Row> rows) {
        long retried = retried(job);
        boolean known = rows.size() == 1
                && job.submitter().mayUse(rows.iterator().next().getLong("workspace_id"));
        if (!known) {
            return Optional.of("there is no job history " + retried);
        }
        return Optional.ofNullable(reason(job, retried, rows.iterator().next()));
    }

    private static String reason(NewJob job, long retried, Row row) {
        var configuration = job.configuration();
        String run = "job history " + retried;
        if (row.getLong("workspace_id") != job.workspaceId()) {
            return run + " is not one of workspace " + job.workspaceId() + "; retry it in its own source workspace";
        }
        if (!row.getString("flow").equals(configuration.flow().id())) {
            return run + " is of a job of the flow " + row.getString("flow") + "; submit its retry as such a job";
        }
        if (!row.getLong("destination_workspace_id").equals(configuration.destinationWorkspaceId())) {
            return run + " went to workspace " + row.getLong("destination_workspace_id")
                    + "; a retry goes to the same destination";
        }
        if (!row.getBoolean("ended")) {
            return run + " has not ended yet; wait for its end, or cancel job " + retried;
        }
        if (HistoryStatus.valueOf(row.getString("history_status")) == HistoryStatus.ValidationFailed) {
            return run
                    + " failed its validation, so nothing of it has begun; correct what was wrong and submit it again"
                    + " without retryOptions";
        }
        if (row.getBoolean("done")) {
            return "everything of " + run + " was transferred; there is nothing to retry";
        }
        if (row.getLong("retried_by") != null) {
            return run + " is being retried by job " + row.getLong("retried_by") + " at the moment; wait for its end";
        }
        if (row.getLong("finished_by") != null) {
            return "what " + run + " had left was transferred by job " + row.getLong("finished_by")
                    + "; there is nothing to retry";
        }
        return row.getBoolean("forgotten") ? forgotten(retried) : null;
    }

    private static String forgotten(long retried) {
        return "it is not known any more what job history " + retried
                + " and the runs before it transferred, because a record"
                + " of them was removed (sync.retention); submit a new job with AppendOverlay instead";
    }
}
