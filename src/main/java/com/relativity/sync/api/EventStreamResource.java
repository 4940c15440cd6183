package com.relativity.sync.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import com.relativity.sync.access.Callers;
import com.relativity.sync.access.Roles;
import com.relativity.sync.outbox.StoredEvent;

/** Status events as server-sent events. */
@Path("/api/sync/v1")
@Tag(name = "Events")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@APIResponse(responseCode = "503", description = "A dependency is down")
public class EventStreamResource {

    /** Proxies and clients give up on a connection that stays silent. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final JobEvents events;
    private final Callers callers;
    private final ObjectMapper json;

    EventStreamResource(JobEvents events, Callers callers, ObjectMapper json) {
        this.events = events;
        this.callers = callers;
        this.json = json;
    }

    @GET
    @Path("/jobs/{jobId}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @EventStream
    @Operation(
            summary = "Follow a job's status events",
            description =
                    "Starts with the newest event that says the status and ends after the one that says the end, or with the token. Each event's data is a"
                            + " CloudEvent in JSON, its id the CloudEvent's; Last-Event-ID resumes after that event, an unknown or too old one starts anew.")
    @APIResponse(
            responseCode = "200",
            description = "Events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = CloudEventView.class)))
    @APIResponse(responseCode = "404", description = "No such job")
    public Multi<OutboundSseEvent> ofJob(
            @RestPath long jobId, @RestHeader("Last-Event-ID") String lastEventId, @Context Sse sse) {
        return written(events.ofJob(jobId, id(lastEventId), callers.current()), sse);
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @EventStream
    @Operation(
            summary = "Follow the status events of all jobs",
            description =
                    "Starts with the newest status of each job in the list. The stream ends with the token; Last-Event-ID resumes it.")
    @APIResponse(
            responseCode = "200",
            description = "Events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = CloudEventView.class)))
    @APIResponse(responseCode = "400", description = "A query parameter cannot be read")
    public Multi<OutboundSseEvent> ofAll(
            @RestQuery String workspaceId, @RestHeader("Last-Event-ID") String lastEventId, @Context Sse sse) {
        var query = new QueryReader();
        Long ofWorkspace = query.id("workspaceId", workspaceId);
        query.check();
        return written(events.ofAll(ofWorkspace, id(lastEventId), callers.current()), sse);
    }

    private static Optional<UUID> id(String lastEventId) {
        try {
            return Optional.ofNullable(lastEventId).map(String::strip).map(UUID::fromString);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** A comment comes first, so that the client has its answer before the first event; and again when it has been silent for long. */
    private Multi<OutboundSseEvent> written(Multi<List<StoredEvent>> looks, Sse sse) {
        var silentFrom = new long[] {0};
        return looks.onItem().transformToIterable(events -> {
            long now = System.nanoTime();
            var written = new ArrayList<OutboundSseEvent>();
            if (silentFrom[0] == 0 || events.isEmpty() && now - silentFrom[0] > LONGEST_SILENCE.toNanos()) {
                written.add(sse.newEventBuilder().comment("here").build());
            }
            events.forEach(event -> written.add(written(event, sse)));
            if (!written.isEmpty()) {
                silentFrom[0] = now;
            }
            return written;
        });
    }

    private OutboundSseEvent written(StoredEvent event, Sse sse) {
        try {
            return sse.newEventBuilder()
                    .id(event.eventId().toString())
                    .data(json.writeValueAsString(CloudEventView.of(event)))
                    .build();
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("Event " + event.eventId() + " cannot be written as JSON", defect);
        }
    }
}
