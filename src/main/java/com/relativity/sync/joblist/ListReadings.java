package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;
import com.relativity.sync.telemetry.WatchSettings;

/**
 * How full the list, the outbox and the mail queue are, as metrics. They are of the database, not of a process: each process reads and tells the
 * same, so that they are there whichever processes are; of several, take the maximum. Read now and then, not when somebody scrapes; a reading
 * that is old, because the database is away, is told as not a number.
 */
@Startup
@ApplicationScoped
public class ListReadings {

    private static final int MOST_COUNTED = 100_000;
    private static final int READINGS_MISSED = 5;
    private static final double MILLIS_A_SECOND = 1000;

    // Each count reads an index that holds nothing else, and stops where more would tell nobody more.
    private static final String READ = """
            select (select count(*) from sync_job where status = 'Pending') as pending,
                   (select count(*) from sync_job where status = 'Processing') as processing,
                   (select count(*) from (select 1 from job_event where published_at is null limit %1$d) e) as unpublished,
                   coalesce((select extract(epoch from clock_timestamp() - at) * 1000 from job_event
                              where published_at is null order by position limit 1), 0)::bigint as oldest_millis,
                   (select count(*) from (select 1 from job_mail where status = 'Waiting' limit %1$d) m) as mails,
                   coalesce((select max(extract(epoch from clock_timestamp() - greatest(h.progress_told_at, j.claimed_at))) * 1000
                               from sync_job j join job_history h on h.job_history_id = j.job_id
                              where j.status = 'Processing'), 0)::bigint as silence_millis,
                   (select count(*) from sync_agent where lease_until > now() and slots > 0) as agents
            """.formatted(MOST_COUNTED);

    private final Transactions transactions;
    private final Duration shelfLife;
    private volatile Reading last = Reading.NOTHING;
    private volatile long readAtNanos = System.nanoTime();

    ListReadings(Transactions transactions, WatchSettings settings, MeterRegistry metrics) {
        this.transactions = transactions.forRest();
        this.shelfLife = settings.list().multipliedBy(READINGS_MISSED);
        gauge(metrics, "sync.jobs.pending", "Jobs in the list that wait for an agent", Reading::pending);
        gauge(metrics, "sync.jobs.processing", "Jobs in the list that an agent has", Reading::processing);
        gauge(metrics, "sync.outbox.pending", "Events that Kafka has not acknowledged", Reading::unpublished);
        gauge(
                metrics,
                "sync.outbox.oldest.seconds",
                "How long the oldest of them has waited",
                reading -> Math.max(0, reading.oldestMillis()) / MILLIS_A_SECOND);
        gauge(
                metrics,
                "sync.jobs.longest.silence.seconds",
                "Of the jobs that run, how long the one has moved nothing that has so for longest",
                reading -> Math.max(0, reading.silenceMillis()) / MILLIS_A_SECOND);
        gauge(metrics, "sync.mails.waiting", "Mails of ended jobs that wait to be sent", Reading::mails);
        gauge(metrics, "sync.agents", "Agents with slots that are alive", Reading::agents);
    }

    private record Reading(
            long pending,
            long processing,
            long unpublished,
            long oldestMillis,
            long silenceMillis,
            long mails,
            long agents) {

        static final Reading NOTHING = new Reading(0, 0, 0, 0, 0, 0, 0);
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToDoubleFunction<Reading> value) {
        Gauge.builder(name, this, readings -> readings.isFresh() ? value.applyAsDouble(readings.last) : Double.NaN)
                .description(description)
                .register(metrics);
    }

    private boolean isFresh() {
        return System.nanoTime() - readAtNanos < shelfLife.toNanos();
    }

    /** Reads all of them by one statement. */
    public Uni<Void> read() {
        return transactions.query(READ, Tuple.tuple()).map(rows -> {
            var row = rows.iterator().next();
            last = new Reading(
                    row.getLong("pending"),
                    row.getLong("processing"),
                    row.getLong("unpublished"),
                    row.getLong("oldest_millis"),
                    row.getLong("silence_millis"),
                    row.getLong("mails"),
                    row.getLong("agents"));
            readAtNanos = System.nanoTime();
            return null;
        });
    }
}
