package com.relativity.sync.api;

import java.util.Optional;

import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Tells a client that a stream cannot be had while there is still a status to tell it by. */
@Singleton
class EventStreamCheck {

    private final JobEvents events;

    EventStreamCheck(JobEvents events) {
        this.events = events;
    }

    // Before the filters of others: where one that may block comes first, the process does not start.
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.USER - 1)
    @EventStream
    public Uni<Void> check(UriInfo request) {
        String jobId = request.getPathParameters().getFirst("jobId");
        try {
            return events.canBeRead(Optional.ofNullable(jobId).map(Long::valueOf));
        } catch (NumberFormatException noId) {
            return Uni.createFrom().voidItem();
        }
    }
}
