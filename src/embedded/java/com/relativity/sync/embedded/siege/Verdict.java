package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Compares what is in the tables, the topics and the files with what was asked for, once nothing is broken any more. */
final class Verdict {

    /** Rows that only a job's run needs, or that wait for the relay: by name, how many there are that should not be. */
    private static final Map<String, String> TRANSIENT = Map.of(
            "rows of run_batch are left of ended jobs that need them no more",
            "select count(*) from run_batch b join sync_job j using (job_id) join job_history on job_history_id = job_id"
                    + " where j.ended_at is not null and (not cleaned or j.status = 'Completed')",
            "rows of run_snapshot are left of ended jobs that need them no more",
            "select count(*) from run_snapshot s join sync_job j using (job_id) join job_history on job_history_id = job_id"
                    + " where j.ended_at is not null and (not cleaned or j.status = 'Completed')",
            "receipts are left of ended jobs",
            "select count(*) from store_receipt r join sync_job j using (job_id) where j.ended_at is not null",
            "events are not published",
            "select count(*) from job_event where published_at is null");

    private final Connection connection;
    private final Supplier<List<Order>> asked;
    private final Chronicle chronicle;
    private final DocumentVerdict documents;
    private final EventVerdict events;
    private final Path logs;

    Verdict(
            Connection connection,
            Supplier<List<Order>> asked,
            String bootstrapServers,
            Path home,
            Chronicle chronicle) {
        this.connection = connection;
        this.asked = asked;
        this.chronicle = chronicle;
        this.documents = new DocumentVerdict(connection, home.resolve("files"), chronicle);
        this.events = new EventVerdict(connection, bootstrapServers, chronicle);
        this.logs = home.resolve("logs");
    }

    /** A job as its rows say. */
    record JobRow(
            long jobId,
            String correlationId,
            long destinationId,
            String status,
            int attempt,
            int lost,
            String message,
            long total,
            long read,
            long transferred,
            long failed) {

        static JobRow of(ResultSet row) throws SQLException {
            return new JobRow(
                    row.getLong("job_id"),
                    row.getString("correlation_id"),
                    row.getLong("destination_workspace_id"),
                    row.getString("status"),
                    row.getInt("attempt"),
                    row.getInt("lost"),
                    row.getString("message"),
                    row.getLong("total"),
                    row.getLong("read_items"),
                    row.getLong("transferred"),
                    row.getLong("failed"));
        }
    }

    long openJobs() throws SQLException {
        return count("select count(*) from sync_job where ended_at is null");
    }

    /** What must go away by itself soon after the last job has ended and has not yet. */
    List<String> leftovers() throws SQLException {
        var left = new ArrayList<String>();
        for (Map.Entry<String, String> what : TRANSIENT.entrySet()) {
            long count = count(what.getValue());
            if (count > 0) {
                left.add(count + " " + what.getKey());
            }
        }
        if (left.isEmpty()) {
            Set<Long> requested = events.unsettledCancels();
            if (!requested.isEmpty()) {
                left.add("The cancellation topic holds a value for the jobs " + requested);
            }
        }
        return left;
    }

    void check() throws SQLException, IOException {
        var orders = asked.get();
        var jobs = jobs();
        byCorrelation(orders, jobs);
        var orderOf = new HashMap<Long, Order>();
        orders.forEach(order -> orderOf.put(order.jobId, order));
        for (JobRow job : jobs.values()) {
            var order = orderOf.get(job.jobId());
            if (order == null) {
                chronicle.finding("Job %d was never asked for: %s", job.jobId(), job);
                continue;
            }
            end(job, order);
            if (order.alone) {
                documents.ofOne(job, order);
            }
        }
        documents.ofAll(orders.stream().filter(order -> !order.alone).toList(), jobs);
        events.check(jobs);
        int attempts = jobs.values().stream().mapToInt(JobRow::attempt).sum();
        int lost = jobs.values().stream().mapToInt(JobRow::lost).sum();
        var byStatus = new HashMap<String, Integer>();
        jobs.values().forEach(job -> byStatus.merge(job.status(), 1, Integer::sum));
        chronicle.say(
                "%d jobs %s, %d attempts, %d times an agent was lost; %d documents and %d files compared, %d records read",
                jobs.size(),
                byStatus,
                attempts,
                lost,
                documents.compared(),
                documents.filesCompared(),
                events.recordsRead());
    }

    private Map<Long, JobRow> jobs() throws SQLException {
        var jobs = new HashMap<Long, JobRow>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select * from sync_job join job_history on job_history_id = job_id order by job_id")) {
            while (rows.next()) {
                var job = JobRow.of(rows);
                jobs.put(job.jobId(), job);
            }
        }
        return jobs;
    }

    private void byCorrelation(List<Order> orders, Map<Long, JobRow> jobs) {
        var seen = new HashSet<String>();
        for (JobRow job : jobs.values()) {
            if (!seen.add(job.correlationId())) {
                chronicle.finding("The submission %s made two jobs", job.correlationId());
            }
        }
        for (Order order : orders) {
            var job = jobs.get(order.jobId);
            if (job == null || !job.correlationId().equals(order.correlationId)) {
                chronicle.finding(
                        "The submission %s was answered with job %d, which is %s",
                        order.correlationId, order.jobId, job);
            }
        }
    }

    private void end(JobRow job, Order order) {
        switch (job.status()) {
            case "Completed" -> {
                if (job.transferred() != job.total()
                        || job.failed() != 0
                        || job.total() != order.matter.documents().size()
                        || job.read() != job.total()) {
                    chronicle.finding("Job %d is Completed, but counts wrongly: %s", job.jobId(), job);
                }
                if (job.attempt() < 1) {
                    chronicle.finding("Job %d is Completed without a claim", job.jobId());
                }
            }
            case "Cancelled" -> {
                if (!order.cancelAccepted) {
                    chronicle.finding("Job %d is Cancelled, but no cancel was accepted", job.jobId());
                }
                if (order.cancelTooLate) {
                    chronicle.finding("Job %d is Cancelled, but its cancel was refused", job.jobId());
                }
            }
            default -> chronicle.finding("Job %d ended as no job of a siege should: %s", job.jobId(), job);
        }
        if (job.lost() > job.attempt()) {
            chronicle.finding("Job %d was lost %d times with %d claims", job.jobId(), job.lost(), job.attempt());
        }
    }

    void checkAfterStop() throws SQLException, IOException {
        leftovers().forEach(left -> chronicle.finding("After the stop: %s", left));
        long running = count("select count(*) from sync_job where status = 'Processing'");
        if (running > 0) {
            chronicle.finding("After the stop %d jobs are Processing", running);
        }
        new LogVerdict(logs, chronicle).check();
    }

    private long count(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
