package com.relativity.sync.embedded.measure;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.flywaydb.core.Flyway;

import com.relativity.sync.embedded.Database;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.ClaimedJob;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobEnding;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.joblist.NewJob;

/** A job list in a database of its own, from which this process claims as an agent does. */
final class ClaimedList implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofHours(1);
    private static final long FIRST_WORKSPACE = 1001;

    private final Parts parts;
    private final String jdbcUrl;
    private final String user;
    private final JobList jobs;
    private final JobClaims claims;
    private final JobEnding ending;
    private final AgentRegistry.Agent agent;

    private ClaimedList(Parts parts, String jdbcUrl, String user) {
        this.parts = parts;
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.jobs = parts.get(JobList.class);
        this.claims = parts.get(JobClaims.class);
        this.ending = parts.get(JobEnding.class);
        this.agent = now(parts.get(AgentRegistry.class).register("measure", 1, LEASE));
    }

    static ClaimedList in(Database server, String name, Vertx vertx) throws IOException {
        String url = server.another(name);
        Flyway.configure()
                .dataSource("jdbc:" + url, server.user(), "")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return new ClaimedList(new Parts(vertx, url, server.user()), "jdbc:" + url, server.user());
    }

    /** Forgets every job, and lets so many wait, of so many workspaces. */
    void fill(int waiting, int workspaces) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("truncate sync_job, job_event, job_event_sequence cascade");
            statement.execute("""
                    insert into sync_job (workspace_id, destination_workspace_id, flow, job_name, correlation_id, priority, overwrite_mode,
                                          submitted_by)
                    select %d + n %% %d, 1, 'document', 'Measure', 'waiting-' || n, 3, 'AppendOnly', 'measure'
                      from generate_series(1, %d) n
                    """.formatted(FIRST_WORKSPACE, workspaces, waiting));
            statement.execute("insert into job_history (job_history_id) select job_id from sync_job");
            statement.execute("vacuum analyze");
        }
    }

    /** So many jobs come, are claimed and end, in a few large transactions: they leave as many row versions behind as one by one. */
    void passThrough(int count, int workspaces) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            long before;
            try (var highest = statement.executeQuery("select coalesce(max(job_id), 0) from sync_job")) {
                highest.next();
                before = highest.getLong(1);
            }
            statement.execute("""
                    insert into sync_job (workspace_id, destination_workspace_id, flow, job_name, correlation_id, priority, overwrite_mode,
                                          submitted_by)
                    select %d + n %% %d, 1, 'document', 'Measure', 'passed-' || n, 3, 'AppendOnly', 'measure'
                      from generate_series(1, %d) n
                    """.formatted(FIRST_WORKSPACE, workspaces, count));
            for (String move : new String[] {
                "status = 'Processing', history_status = 'Validating', attempt = 1, agent_id = 0, claimed_at = clock_timestamp()",
                "history_status = 'Processing'",
                "status = 'Completed', history_status = 'Completed', ended_at = now()"
            }) {
                statement.execute("update sync_job set " + move + " where job_id > " + before);
            }
            statement.execute(
                    "insert into job_history (job_history_id) select job_id from sync_job where job_id > " + before);
        }
    }

    void submit(long workspaceId) {
        now(jobs.add(new NewJob(workspaceId, configuration(), new Submitter("measure", true))));
    }

    /** A job of one of the workspaces, each in turn. */
    void submit(int number, int workspaces) {
        submit(FIRST_WORKSPACE + number % workspaces);
    }

    ClaimedJob claim() {
        return now(claims.claim(agent, 0))
                .orElseThrow(() -> new IllegalStateException("No job was waiting for the claim"));
    }

    /** What a run without items does: the first step passes, and the job ends. */
    void end(ClaimedJob job) {
        now(claims.validated(job.run()));
        now(ending.end(job.run(), HistoryStatus.Completed, null));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, "");
    }

    private static DocumentConfiguration configuration() {
        return new ObjectMapper()
                .convertValue(
                        Map.of(
                                "correlationId", UUID.randomUUID().toString(),
                                "destinationWorkspaceId", 1,
                                "documentOptions", Map.of("savedSearchId", 1, "destinationFolderId", 1)),
                        DocumentConfiguration.class);
    }

    private static <T> T now(Uni<T> work) {
        return work.await().atMost(LIMIT);
    }

    @Override
    public void close() {
        parts.close();
    }
}
