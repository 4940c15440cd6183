package com.relativity.sync.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.RunKey;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/**
 * What runs wait for that cannot go on. A run goes on, and waits no more, with a batch that is taken over or a step that none of its attempts
 * had come to ({@link RunLedger}); that it tries again, or that another agent does, is not going on.
 */
@ApplicationScoped
public class RunWaits {

    private static final String NOTE = """
            update job_history h
               set waiting_for = $3,
                   waiting_since = coalesce(h.waiting_since, greatest(h.went_on_at, now() - make_interval(secs => $4)))
              from job_history old join sync_job j on j.job_id = old.job_history_id
             where h.job_history_id = $1 and old.job_history_id = $1 and j.attempt = $2 and j.status = 'Processing'
            returning h.waiting_since, old.waiting_since is null as is_new, h.step,
                      extract(epoch from clock_timestamp() - h.waiting_since)::float8 as seconds
            """;

    private final Transactions transactions;

    RunWaits(Transactions transactions) {
        this.transactions = transactions.forRest();
    }

    /**
     * @param isNew whether the run had gone on since it waited before, if it did
     * @param step the one that the run does not get through
     */
    public record Wait(Instant since, Duration length, boolean isNew, String step) {}

    /**
     * Notes that the run cannot go on, for people to see; empty where the job is not this run's any more.
     *
     * @param waitingFor the rest of a sentence that says what the job waits for
     * @param untold for how long that could not be noted
     */
    public Uni<Optional<Wait>> note(RunKey run, String waitingFor, Duration untold) {
        return transactions
                .query(NOTE, Tuple.of(run.jobId(), run.attempt(), waitingFor, Intervals.seconds(untold)))
                .map(rows -> rows.stream().findFirst().map(RunWaits::read));
    }

    private static Wait read(Row row) {
        return new Wait(
                row.getOffsetDateTime("waiting_since").toInstant(),
                Duration.ofMillis((long) (row.getDouble("seconds") * 1000)),
                row.getBoolean("is_new"),
                row.getString("step"));
    }
}
