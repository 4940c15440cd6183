package com.relativity.sync.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Tells a client that a stream cannot be had while there is still a status to tell it by. */
@Singleton
class EventStreamCheck {

    private final JobEvents events;
    private final VisibleRuns visible;

    EventStreamCheck(JobEvents events, VisibleRuns visible) {
        this.events = events;
        this.visible = visible;
    }

    // Before the filters that may block, which could not follow one that must not.
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 1, nonBlocking = true)
    @EventStream
    public Uni<Void> check(UriInfo request) {
        String jobId = request.getPathParameters().getFirst("jobId");
        try {
            return jobId == null
                    ? events.canBeRead()
                    : visible.job(Long.parseLong(jobId)).replaceWithVoid();
        } catch (NumberFormatException noId) {
            return Uni.createFrom().voidItem();
        }
    }
}
