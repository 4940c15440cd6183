package com.relativity.sync.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import com.relativity.sync.access.Callers;

/** Holds for every call, also those of the workspace store: a workspace in the path is one that the caller may see. */
@Singleton
class PathWorkspace {

    private final Callers callers;

    PathWorkspace(Callers callers) {
        this.callers = callers;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION, nonBlocking = true)
    public void check(UriInfo request) {
        String workspaceId = request.getPathParameters().getFirst("workspaceId");
        if (workspaceId != null) {
            callers.current().mustSee(id(workspaceId));
        }
    }

    private static long id(String workspaceId) {
        try {
            return Long.parseLong(workspaceId);
        } catch (NumberFormatException leadsNowhere) {
            throw new NotFoundException();
        }
    }
}
