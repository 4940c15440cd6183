package com.relativity.sync.support;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.Flow;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.Progress;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration.RetryOptions;
import com.relativity.sync.joblist.NewJob;

/** Valid configurations; a test names only what matters to it. */
public final class Configurations {

    public static final Submitter SUBMITTER = new Submitter("anonymous", true);

    private static final AtomicLong WORKSPACES = new AtomicLong(5_000_000);

    private Configurations() {}

    /** A source workspace id that no other test has. */
    public static long workspaceId() {
        return WORKSPACES.incrementAndGet();
    }

    public static NewJob job() {
        return job(workspaceId(), 3);
    }

    public static NewJob job(long workspaceId, int priority) {
        return new NewJob(workspaceId, document(UUID.randomUUID().toString(), priority), SUBMITTER);
    }

    /** A job as its run has it. */
    public static Job jobAtRun(
            long workspaceId, long destinationWorkspaceId, int attempt, Long retryOf, Submitter submitter) {
        return new Job(
                17,
                workspaceId,
                destinationWorkspaceId,
                Flow.DOCUMENT,
                "A job",
                "c-1",
                JobStatus.Processing,
                HistoryStatus.Validating,
                false,
                retryOf,
                retryOf,
                3,
                Map.of(),
                attempt,
                "an-agent",
                Progress.NONE,
                submitter.name(),
                submitter.administrator(),
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                false);
    }

    /** Retries what the run of this number left. */
    public static NewJob retry(long workspaceId, long jobHistoryId) {
        return new NewJob(
                workspaceId, document(UUID.randomUUID().toString(), 3, new RetryOptions(jobHistoryId)), SUBMITTER);
    }

    public static DocumentConfiguration document(String correlationId, int priority) {
        return document(correlationId, priority, null);
    }

    private static DocumentConfiguration document(String correlationId, int priority, RetryOptions retry) {
        var identifier = new FieldMapping.FieldEntry("Control Number", 1L, true);
        return new DocumentConfiguration(
                correlationId,
                "A job",
                4_000_000L,
                List.of(new FieldMapping(identifier, identifier, FieldMapType.Identifier)),
                null,
                null,
                retry,
                priority,
                Map.of("matter", "harbor"),
                null,
                new DocumentConfiguration.DocumentOptions(7L, 8L, CopyNativesMode.DoNotImportNativeFiles, false),
                null,
                null);
    }
}
