package com.relativity.sync.fault;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/**
 * What processes of the version before, 0.1.0, do with the tables, by their own statements: a submission, a claim, a heartbeat, a snapshot, a
 * batch that is counted, an error, and the job handed back. Each round leaves one job for whoever comes next.
 */
final class SessionsBefore implements Callable<Integer> {

    private static final String SUBMIT = """
            with j as (
              insert into sync_job (workspace_id, destination_workspace_id, flow, job_name, correlation_id, retry_of, priority,
                                    labels, overwrite_mode, submitted_by, by_administrator, retry_root, submitter_workspaces)
              select workspace_id, destination_workspace_id, flow, job_name, 'before-' || ?, null, 5::smallint,
                     '{}', 'AppendOverlay', 'anonymous', true, null, null from sync_job where job_id = 5
              on conflict on constraint sync_job_correlation do nothing
              returning *),
            h as (
              insert into job_history (job_history_id) select job_id from j returning *),
            c as (
              insert into sync_configuration (configuration_id, parameters)
              select j.job_id, jsonb_set(parameters, '{overwriteOptions,overwriteMode}', '"AppendOverlay"')
                from j, sync_configuration where configuration_id = 5)
            select j.job_id from j join h on h.job_history_id = j.job_id
            """;
    private static final String APPEND = """
            with next as (
              insert into job_event_sequence as s (job_id, stream, last) values (?, ?, 1)
              on conflict (job_id, stream) do update set last = s.last + 1
              returning last)
            insert into job_event (job_id, workspace_id, stream, sequence, type, data)
            select ?, 1001, ?, last, ?, ? from next
            """;
    private static final String REGISTER =
            "insert into sync_agent (name, slots, lease_until) values ('before', 4, now() + interval '30 s') returning agent_id";
    private static final String CLAIM = """
            update sync_job j
               set status = 'Processing', attempt = attempt + 1, agent_id = ?, agent = 'before', claimed_at = clock_timestamp(),
                   history_status = case when history_status = 'Stopping' then 'Stopping' else 'Validating' end,
                   started_at = coalesce(started_at, now())
             where job_id = ?
            """;
    private static final String BEAT = """
            with a as (
              update sync_agent set lease_until = now() + interval '30 s', busy = 1 where agent_id = ? returning agent_id)
            select job_id, attempt, cancel_requested_at is not null as stopping
              from a left join sync_job j on j.agent_id = a.agent_id and status = 'Processing'
            """;
    private static final String SNAPSHOT =
            "insert into run_snapshot (job_id, first_position, item_ids) select ?, first_position, item_ids from run_snapshot where job_id = 3";
    private static final String TOTAL =
            "update job_history set total = 120, step = 'synchronization' where job_history_id = ? and total is null";
    private static final String PARTITION =
            "insert into run_batch (job_id, first_position, total) select ?, p, 10 from generate_series(0, 110, 10) p";
    private static final String CLOSE = """
            update run_batch
               set status = case when 1 > 0 then 'CompletedWithErrors' else 'Completed' end,
                   transferred = 9, failed = 1, metadata_bytes = 90, file_bytes = 0
             where job_id = ? and first_position = 0 and status in ('New', 'InProgress')
            """;
    private static final String COUNT = """
            with failed as (
              insert into job_history_error (job_history_id, type, item_id, identifier, message)
              values (?, 'item', 1, 'DOC-0001', 'as the version before says it'))
            update job_history h
               set read_items = read_items + 10, transferred = transferred + 9, failed = failed + 1, bytes = bytes + 90,
                   pace = job_pace_went_on(pace, 1, transferred + failed + 10),
                   progress_told_at = now()
             where job_history_id = ?
            """;
    private static final String MOVE = "update sync_job set history_status = ? where job_id = ? and attempt = 1";
    private static final String HAND_BACK = """
            update sync_job
               set status = 'Pending', history_status = case when history_status = 'Stopping' then 'Stopping' else 'Suspended' end
             where job_id = ? and attempt = 1 and status = 'Processing'
            """;
    private static final String STATUS = "sync.job.status-changed.v1";

    private final String url;
    private volatile boolean goingOn = true;
    private volatile int wanted;
    private volatile int rounds;

    SessionsBefore(String url, int rounds) {
        this.url = url;
        this.wanted = rounds;
    }

    /** Rounds, and heartbeats where no more are wanted, until told to stop; answers how many. Fails with the first statement that does. */
    @Override
    public Integer call() throws SQLException {
        try (var connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            long agent = number(connection, REGISTER);
            connection.commit();
            while (goingOn) {
                if (rounds < wanted) {
                    once(connection, agent);
                    rounds++;
                }
                number(connection, BEAT, agent);
                connection.commit();
            }
        }
        return rounds;
    }

    boolean areDone() {
        return rounds == wanted;
    }

    void goOn(int moreRounds) {
        wanted += moreRounds;
    }

    void stop() {
        goingOn = false;
    }

    private void once(Connection connection, long agent) throws SQLException {
        long job = number(connection, SUBMIT, Integer.toString(rounds));
        append(connection, job, "SUBMITTED", "sync.job.submitted.v1", submitted(job));
        append(connection, job, "STATUS", STATUS, moved(job, "null", "Pending", "New"));
        connection.commit();
        run(connection, CLAIM, agent, job);
        append(connection, job, "STATUS", STATUS, moved(job, "\"Pending\"", "Processing", "Validating"));
        connection.commit();
        run(connection, MOVE, "Processing", job);
        append(connection, job, "STATUS", STATUS, moved(job, "\"Processing\"", "Processing", "Processing"));
        connection.commit();
        run(connection, SNAPSHOT, job);
        run(connection, TOTAL, job);
        run(connection, PARTITION, job);
        connection.commit();
        run(connection, CLOSE, job);
        run(connection, COUNT, job, job);
        connection.commit();
        run(connection, MOVE, "Suspending", job);
        append(connection, job, "STATUS", STATUS, moved(job, "\"Processing\"", "Processing", "Suspending"));
        run(connection, HAND_BACK, job);
        append(connection, job, "SUBMITTED", "sync.job.submitted.v1", submitted(job));
        append(connection, job, "STATUS", STATUS, moved(job, "\"Processing\"", "Pending", "Suspended"));
        connection.commit();
    }

    private static void append(Connection connection, long job, String stream, String type, String data)
            throws SQLException {
        run(connection, APPEND, job, stream, job, stream, type, data);
    }

    private static String submitted(long job) {
        return "{\"jobId\":%d,\"workspaceId\":1001,\"flow\":\"document\",\"attempt\":0}".formatted(job);
    }

    private static String moved(long job, String from, String to, String history) {
        return "{\"jobId\":%d,\"workspaceId\":1001,\"flow\":\"document\",\"jobHistoryId\":%d,\"from\":%s,\"to\":\"%s\",\"historyStatus\":\"%s\"}"
                .formatted(job, job, from, to, history);
    }

    private static long number(Connection connection, String sql, Object... arguments) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void run(Connection connection, String sql, Object... arguments) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            if (statement.executeUpdate() == 0) {
                throw new SQLException("Nothing was written by: " + sql);
            }
        }
    }
}
