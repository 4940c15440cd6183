package com.relativity.sync.outbox;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.JobEvent;

/** Takes events into the caller's transaction: an event exists exactly when what it tells was committed. */
@RegisterForReflection(
        targets = {
            JobEvent.Submitted.class,
            JobEvent.CancellationRequested.class,
            JobEvent.CancellationSettled.class,
            JobEvent.StatusChanged.class,
            JobEvent.Progressed.class
        })
@ApplicationScoped
public class Outbox {

    // The number is taken under the lock of the counter's row, held until the commit: numbers grow in the order of
    // commits, without a gap.
    private static final String APPEND = """
            with next as (
              insert into job_event_sequence as s (job_id, stream, last, traceparent) values ($1, $3, 1, $6)
              on conflict (job_id, stream) do update set last = s.last + 1
              returning last, traceparent)
            insert into job_event (job_id, workspace_id, stream, sequence, type, data, traceparent)
            select $1, $2, $3, last, $4, $5, traceparent from next
            """;

    private final ObjectMapper json;
    private final EventSignal signal;

    Outbox(ObjectMapper json, EventSignal signal) {
        this.json = json;
        this.signal = signal;
    }

    /** Appends to the job's stream; after the commit, whoever waits for events is woken. The trace is the one that the stream began with. */
    public Uni<Void> append(SqlConnection transaction, JobEvent event) {
        return append(transaction, event, null);
    }

    /**
     * The same where the stream may begin with this event.
     *
     * @param traceparent of the call that brought it about, and, where it is the first, all that follow from it; null: not traced
     */
    public Uni<Void> append(SqlConnection transaction, JobEvent event, String traceparent) {
        transaction.getDelegate().transaction().completion().onSuccess(committed -> signal.raise());
        return transaction
                .preparedQuery(APPEND)
                .execute(Tuple.of(
                        event.jobId(),
                        event.workspaceId(),
                        event.stream().name(),
                        event.type(),
                        data(event),
                        traceparent))
                .replaceWithVoid();
    }

    private String data(JobEvent event) {
        if (event instanceof JobEvent.CancellationSettled) {
            return null;
        }
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("Event " + event.type() + " cannot be written as JSON", defect);
        }
    }
}
