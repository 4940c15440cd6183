package com.relativity.sync.store.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.relativity.sync.access.Callers;
import com.relativity.sync.access.Roles;
import com.relativity.sync.store.SavedSearches;
import com.relativity.sync.store.SavedSearches.StoredSearch;
import com.relativity.sync.store.Workspaces;

/** Saved searches for documents. */
@Path(Answers.BASE + "/{workspaceId}/saved-searches")
@Tag(name = "Saved searches")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SavedSearchResource {

    private final Workspaces workspaces;
    private final SavedSearches searches;
    private final Callers callers;

    SavedSearchResource(Workspaces workspaces, SavedSearches searches, Callers callers) {
        this.workspaces = workspaces;
        this.searches = searches;
        this.callers = callers;
    }

    /** The body of a new saved search. */
    public record NewSavedSearch(
            @Schema(required = true, maxLength = 255) String name,

            @Schema(
                    type = SchemaType.OBJECT,
                    description =
                            "{\"field\",\"op\",\"value\"}, {\"and\":[…]}, {\"or\":[…]} or {\"not\":…}; op is one of is,"
                                    + " isNot, contains, startsWith, isSet, in, lessThan, greaterThan. Without one, all documents"
                                    + " are found.")
            JsonNode condition,

            @Schema(description = "Whose private search it is; public without one.")
            String owner) {}

    /** A saved search as clients see it. */
    public record SavedSearchView(
            long savedSearchId,
            String name,

            @Schema(type = SchemaType.OBJECT, nullable = true)
            JsonNode condition,

            String owner) {

        static SavedSearchView of(StoredSearch stored) {
            return new SavedSearchView(
                    stored.search().savedSearchId(),
                    stored.search().name(),
                    stored.condition(),
                    stored.search().owner());
        }
    }

    @GET
    @Operation(
            summary = "List saved searches",
            description = "In order of their ids: the public ones, and the caller's own.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    public Uni<Listing<SavedSearchView>> list(@PathParam("workspaceId") long workspaceId, @BeanParam Paging paging) {
        int limit = paging.limit();
        long after = paging.after();
        String viewer = callers.current().viewer();
        return workspaces
                .get(workspaceId)
                .chain(() -> searches.list(workspaceId, viewer, after, limit + 1))
                .map(found -> Listing.page(
                        found.stream().map(SavedSearchView::of).toList(), limit, SavedSearchView::savedSearchId));
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Save a search")
    @APIResponse(responseCode = "201", description = "The search saved")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    @APIResponse(responseCode = "422", description = "The search breaks rules; violations names them all")
    public Uni<RestResponse<SavedSearchView>> create(@PathParam("workspaceId") long workspaceId, NewSavedSearch body) {
        NewSavedSearch search = Answers.required(body);
        return workspaces
                .get(workspaceId)
                .chain(workspace -> searches.create(workspace, search.name(), search.owner(), search.condition()))
                .map(SavedSearchView::of)
                .map(made -> Answers.created("/" + workspaceId + "/saved-searches", made));
    }
}
