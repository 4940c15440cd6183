package com.relativity.sync.job;

import java.math.BigDecimal;
import java.time.Instant;

/** Something that happened to a job, told on a topic. Components are the JSON of the event's {@code data}. */
public sealed interface JobEvent {

    long jobId();

    long workspaceId();

    Stream stream();

    String type();

    /** The topics that tell of jobs; their names are configuration of the relay. */
    enum Stream {
        SUBMITTED,
        CANCELLATION,
        STATUS
    }

    /** The job entered the list, or returned to it. */
    record Submitted(long jobId, long workspaceId, String flow, int attempt) implements JobEvent {

        public static final String TYPE = "sync.job.submitted.v1";

        @Override
        public Stream stream() {
            return Stream.SUBMITTED;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    record CancellationRequested(long jobId, long workspaceId, Instant requestedAt, String requestedBy)
            implements JobEvent {
        @Override
        public Stream stream() {
            return Stream.CANCELLATION;
        }

        @Override
        public String type() {
            return "sync.job.cancellation-requested.v1";
        }
    }

    /** The job ended: a key without a value, which lets the compacted topic forget the request. */
    record CancellationSettled(long jobId, long workspaceId) implements JobEvent {
        public static final String TYPE = "tombstone";

        @Override
        public Stream stream() {
            return Stream.CANCELLATION;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * @param from null at the submission
     * @param to the same as {@code from} where only the history moved
     */
    record StatusChanged(
            long jobId,
            long workspaceId,
            String flow,
            String correlationId,
            long jobHistoryId,
            JobStatus from,
            JobStatus to,
            HistoryStatus historyStatus,
            Told progress,
            String message,
            int attempt)
            implements JobEvent {

        public static final String TYPE = "sync.job.status-changed.v1";

        /** Fails with {@link IllegalStateException} for a move that does not exist; the transaction that made it must not commit. */
        public static StatusChanged of(JobStatus from, Job now) {
            if (from != null && from != now.status() && !from.canMoveTo(now.status())) {
                throw new IllegalStateException(
                        "Job " + now.jobId() + " must not move from " + from + " to " + now.status());
            }
            return new StatusChanged(
                    now.jobId(),
                    now.workspaceId(),
                    now.flow().id(),
                    now.correlationId(),
                    now.jobHistoryId(),
                    from,
                    now.status(),
                    now.historyStatus(),
                    Told.of(now.progress(), now.status(), now.flow()),
                    now.message(),
                    now.attempt());
        }

        @Override
        public Stream stream() {
            return Stream.STATUS;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    record Progressed(long jobId, long workspaceId, Told progress) implements JobEvent {
        public static final String TYPE = "sync.job.progressed.v1";

        @Override
        public Stream stream() {
            return Stream.STATUS;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Progress as clients see it.
     *
     * @param itemsPerSecond over the last 30 s; null while the job is not running, or too short to tell
     * @param eta null where it would be a guess
     */
    record Told(
            Long total,
            long transferred,
            long failed,
            BigDecimal percent,
            String step,
            long bytes,
            BigDecimal itemsPerSecond,
            Pace.Eta eta) {

        /** @param status the job's, as it is now */
        public static Told of(Progress progress, JobStatus status, Flow flow) {
            boolean running = status == JobStatus.Processing;
            // Other objects are gone over a second time, for their links, and how long that takes nobody knows before.
            boolean hasOnePass = flow != Flow.NON_DOCUMENT;
            return new Told(
                    progress.total(),
                    progress.transferred(),
                    progress.failed(),
                    progress.percent(status.isTerminal()),
                    progress.step(),
                    progress.bytes(),
                    running ? progress.pace().itemsPerSecond() : null,
                    running && hasOnePass ? progress.end().orElse(null) : null);
        }
    }
}
