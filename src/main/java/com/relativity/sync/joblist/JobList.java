package com.relativity.sync.joblist;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.audit.AuditLine;
import com.relativity.sync.audit.AuditTrail;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.Flow;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.job.Page;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.problem.CorrelationConflict;
import com.relativity.sync.problem.JobNotFound;
import com.relativity.sync.sql.Cursor;
import com.relativity.sync.sql.Transactions;

/** Takes jobs in, and reads them back for as long as their record stays. */
@ApplicationScoped
public class JobList {

    private final Transactions transactions;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final ObjectMapper json;

    JobList(Transactions transactions, Outbox outbox, AuditTrail audit, ObjectMapper json) {
        this.transactions = transactions.forRest();
        this.outbox = outbox;
        this.audit = audit;
        this.json = json;
    }

    /**
     * Commits job, configuration, job history, their events and the line of the audit trail together; the answer comes after the commit. The same correlation id of the
     * same workspace with the same parameters answers with the first job, at the same instant too; with others it fails with
     * {@link CorrelationConflict}. A retry of what cannot be retried, or not at the moment, fails with
     * {@link com.relativity.sync.problem.RulesViolated}.
     */
    public Uni<AddedJob> add(NewJob job) {
        String parameters = parameters(job.configuration());
        return transactions.inOne(transaction -> (Retries.retried(job) == null
                        ? addOrFind(transaction, job, parameters, null)
                        : addRetry(transaction, job, parameters))
                .call(added -> audit.append(transaction, line(job, added))));
    }

    private static AuditLine line(NewJob job, AddedJob added) {
        return AuditLine.of(
                job.submitter().name(),
                AuditLine.Action.Submit,
                added.job().jobId(),
                added.job().workspaceId(),
                added.isNew() ? AuditLine.Outcome.Accepted : AuditLine.Outcome.Repeated);
    }

    /** The first of two that retry the same at once is one job; the other finds it, or is refused because of it. */
    private Uni<AddedJob> addRetry(SqlConnection transaction, NewJob job, String parameters) {
        return Retries.hold(transaction, job)
                .chain(() -> earlier(transaction, job, parameters))
                .flatMap(earlier -> earlier.isPresent()
                        ? Uni.createFrom().item(earlier.get())
                        : Retries.root(transaction, job)
                                .flatMap(root -> addOrFind(transaction, job, parameters, root)));
    }

    private Uni<AddedJob> addOrFind(SqlConnection transaction, NewJob job, String parameters, Long retryRoot) {
        return insert(transaction, job, parameters, retryRoot)
                .flatMap(added -> added.isPresent()
                        ? told(transaction, added.get(), job.traceparent()).replaceWith(new AddedJob(added.get(), true))
                        // The insert waited for the other submission's commit, so a new statement sees it.
                        : earlier(transaction, job, parameters).map(Optional::orElseThrow));
    }

    private static Uni<Optional<Job>> insert(SqlConnection transaction, NewJob job, String parameters, Long retryRoot) {
        var configuration = job.configuration();
        return transaction
                .preparedQuery("""
                        with j as (
                          insert into sync_job (workspace_id, destination_workspace_id, flow, job_name, correlation_id, retry_of, priority,
                                                labels, overwrite_mode, submitted_by, by_administrator, retry_root,
                                                submitter_workspaces, traceparent)
                          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $12, $13, $14, $15)
                          on conflict on constraint sync_job_correlation do nothing
                          returning *),
                        h as (
                          insert into job_history (job_history_id) select job_id from j returning *),
                        c as (
                          insert into sync_configuration (configuration_id, parameters) select job_id, $11::text::jsonb from j)
                        select %s from j join h on h.job_history_id = j.job_id
                        """.formatted(JobRows.COLUMNS))
                .execute(Tuple.from(java.util.Arrays.asList(
                        job.workspaceId(),
                        configuration.destinationWorkspaceId(),
                        configuration.flow().id(),
                        configuration.jobName(),
                        configuration.correlationId(),
                        Retries.retried(job),
                        configuration.priority().shortValue(),
                        new JsonObject(new java.util.HashMap<>(configuration.labels())),
                        configuration.overwriteOptions().overwriteMode().name(),
                        job.submitter().name(),
                        parameters,
                        job.submitter().administrator(),
                        retryRoot,
                        workspaces(job.submitter()),
                        job.traceparent())))
                .map(JobRows::first);
    }

    private static Long[] workspaces(Submitter submitter) {
        return submitter.workspaces() == null ? null : submitter.workspaces().toArray(Long[]::new);
    }

    /** Who submitted the job, as of then. Fails with {@link JobNotFound}. */
    public Uni<Submitter> submitter(long jobId) {
        return transactions
                .query(
                        "select submitted_by, by_administrator, submitter_workspaces from sync_job where job_id = $1",
                        Tuple.of(jobId))
                .map(rows ->
                        rows.stream().findFirst().map(JobRows::submitter).orElseThrow(() -> new JobNotFound(jobId)));
    }

    private Uni<Void> told(SqlConnection transaction, Job job, String traceparent) {
        var submitted = new JobEvent.Submitted(
                job.jobId(), job.workspaceId(), job.flow().id(), job.attempt());
        return outbox.append(transaction, submitted, traceparent)
                .chain(() -> outbox.append(transaction, JobEvent.StatusChanged.of(null, job), traceparent));
    }

    private Uni<Optional<AddedJob>> earlier(SqlConnection transaction, NewJob job, String parameters) {
        return transaction
                .preparedQuery("select " + JobRows.COLUMNS
                        + ", c.parameters = $3::text::jsonb and j.flow = $4 as same, c.parameters::text as stored"
                        + JobRows.JOINED
                        + " join sync_configuration c on c.configuration_id = j.job_id"
                        + " where j.workspace_id = $1 and j.correlation_id = $2")
                .execute(Tuple.of(
                        job.workspaceId(),
                        job.configuration().correlationId(),
                        parameters,
                        job.configuration().flow().id()))
                .map(rows -> rows.stream().findFirst().map(row -> {
                    var first = JobRows.job(row);
                    if (!row.getBoolean("same") && !isSame(first, row.getString("stored"), job, parameters)) {
                        throw new CorrelationConflict("The correlation id '" + first.correlationId()
                                + "' was used by job " + first.jobId()
                                + " with other parameters; submit these under another one.");
                    }
                    return new AddedJob(first, false);
                }));
    }

    /**
     * The job that the same submission made before, as long as its record stays; then with a line of the audit trail. Fails with
     * {@link CorrelationConflict} where another one used its correlation id.
     */
    public Uni<Optional<AddedJob>> addedBefore(NewJob job) {
        return transactions.inOne(transaction -> earlier(transaction, job, parameters(job.configuration()))
                .call(before -> before.isPresent()
                        ? audit.append(transaction, line(job, before.get()))
                        : Uni.createFrom().voidItem()));
    }

    /** Fails with {@link JobNotFound}. */
    public Uni<Job> job(long jobId) {
        return transactions
                .query("select " + JobRows.COLUMNS + JobRows.JOINED + "where j.job_id = $1", Tuple.of(jobId))
                .map(rows -> JobRows.first(rows).orElseThrow(() -> new JobNotFound(jobId)));
    }

    /**
     * Newest first.
     *
     * @param workspaces ids of source workspaces, whose jobs alone are shown; null: all
     */
    public Uni<Page<Job>> jobs(JobFilter filter, Set<Long> workspaces, int limit, String cursor) {
        var where = new StringBuilder("where j.job_id < $1");
        var arguments = new ArrayList<Object>(List.of(Cursor.read(cursor, Long.MAX_VALUE)));
        if (workspaces != null) {
            arguments.add(workspaces.toArray(Long[]::new));
            where.append(" and j.workspace_id = any($").append(arguments.size()).append(")");
        }
        also(where, arguments, " and j.workspace_id = $", filter.workspaceId());
        also(where, arguments, " and j.destination_workspace_id = $", filter.destinationWorkspaceId());
        also(
                where,
                arguments,
                " and j.flow = $",
                filter.flow() == null ? null : filter.flow().id());
        also(where, arguments, " and j.correlation_id = $", filter.correlationId());
        also(where, arguments, " and j.submitted_by = $", filter.submittedBy());
        also(where, arguments, " and j.submitted_at >= $", utc(filter.submittedAfter()));
        also(where, arguments, " and j.submitted_at < $", utc(filter.submittedBefore()));
        if (!filter.statuses().isEmpty()) {
            arguments.add(filter.statuses().stream().map(JobStatus::name).toArray(String[]::new));
            where.append(" and j.status = any($").append(arguments.size()).append(")");
        }
        for (JobFilter.Label label : filter.labels()) {
            where.append(" and (false");
            label.readings()
                    .forEach(reading -> also(
                            where,
                            arguments,
                            " or j.labels @> $",
                            new JsonObject().put(reading.getKey(), reading.getValue())));
            where.append(')');
        }
        if (Boolean.TRUE.equals(filter.active())) {
            where.append(" and j.status in ('Pending', 'Processing')");
        }
        arguments.add(limit + 1);
        return transactions
                .query(
                        "select " + JobRows.COLUMNS + JobRows.JOINED + where + " order by j.job_id desc limit $"
                                + arguments.size(),
                        Tuple.from(arguments))
                .map(rows -> {
                    var jobs = new ArrayList<Job>();
                    rows.forEach(row -> jobs.add(JobRows.job(row)));
                    if (jobs.size() <= limit) {
                        return new Page<>(List.copyOf(jobs), null);
                    }
                    return new Page<>(
                            List.copyOf(jobs.subList(0, limit)),
                            Cursor.after(jobs.get(limit - 1).jobId()));
                });
    }

    /** Whether the configurations are the same as this version reads them: another version may have stored the first. */
    private boolean isSame(Job first, String stored, NewJob job, String parameters) {
        try {
            return first.flow() == job.configuration().flow()
                    && json.readTree(parameters(read(first.flow(), stored))).equals(json.readTree(parameters));
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("A configuration cannot be compared", defect);
        }
    }

    /** The stored configuration as JSON. Fails with {@link JobNotFound}. */
    public Uni<String> parameters(long jobId) {
        return transactions
                .query(
                        "select parameters::text as parameters from sync_configuration where configuration_id = $1",
                        Tuple.of(jobId))
                .map(rows -> {
                    var iterator = rows.iterator();
                    if (!iterator.hasNext()) {
                        throw new JobNotFound(jobId);
                    }
                    return iterator.next().getString("parameters");
                });
    }

    /** The stored configuration. Fails with {@link JobNotFound}. */
    public Uni<SyncConfiguration> configuration(Job job) {
        return parameters(job.jobId()).map(parameters -> read(job.flow(), parameters));
    }

    /** Another version may have stored it: what that one did not know has its default, what this one does not know is passed over. */
    private SyncConfiguration read(Flow flow, String parameters) {
        ObjectReader reader = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try {
            return switch (flow) {
                case DOCUMENT -> reader.readValue(parameters, DocumentConfiguration.class);
                case IMAGE -> reader.readValue(parameters, ImageConfiguration.class);
                case NON_DOCUMENT -> reader.readValue(parameters, NonDocumentConfiguration.class);
            };
        } catch (IOException defect) {
            throw new IllegalStateException("A stored configuration cannot be read", defect);
        }
    }

    private String parameters(SyncConfiguration configuration) {
        try {
            return json.writeValueAsString(configuration);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("A configuration cannot be written as JSON", defect);
        }
    }

    private static void also(StringBuilder where, List<Object> arguments, String condition, Object value) {
        if (value != null) {
            arguments.add(value);
            where.append(condition).append(arguments.size());
        }
    }

    private static OffsetDateTime utc(java.time.Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
