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

import com.relativity.sync.access.Roles;
import com.relativity.sync.store.Views;
import com.relativity.sync.store.Views.StoredView;
import com.relativity.sync.store.Workspaces;

/** Views of objects. */
@Path(Answers.BASE + "/{workspaceId}/views")
@Tag(name = "Objects")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ViewResource {

    private final Workspaces workspaces;
    private final Views views;

    ViewResource(Workspaces workspaces, Views views) {
        this.workspaces = workspaces;
        this.views = views;
    }

    /** The body of a new view. */
    public record NewView(
            @Schema(required = true, maxLength = 255) String name,

            @Schema(required = true, description = "Type of the objects that are shown.")
            Long objectTypeId,

            @Schema(
                    type = SchemaType.OBJECT,
                    description =
                            "As that of a saved search, on fields of the type. Without one, all objects are shown.")
            JsonNode condition) {}

    /** A view as clients see it. */
    public record ViewView(
            long viewId,
            String name,
            long objectTypeId,

            @Schema(type = SchemaType.OBJECT, nullable = true)
            JsonNode condition) {

        static ViewView of(StoredView stored) {
            return new ViewView(
                    stored.view().viewId(), stored.view().name(), stored.view().objectTypeId(), stored.condition());
        }
    }

    @GET
    @Operation(summary = "List views", description = "In order of their ids.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    public Uni<Listing<ViewView>> list(@PathParam("workspaceId") long workspaceId, @BeanParam Paging paging) {
        int limit = paging.limit();
        long after = paging.after();
        return workspaces
                .get(workspaceId)
                .chain(() -> views.list(workspaceId, after, limit + 1))
                .map(found -> Listing.page(found.stream().map(ViewView::of).toList(), limit, ViewView::viewId));
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Make a view")
    @APIResponse(responseCode = "201", description = "The view made")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    @APIResponse(responseCode = "422", description = "The view breaks rules; violations names them all")
    public Uni<RestResponse<ViewView>> create(@PathParam("workspaceId") long workspaceId, NewView body) {
        NewView view = Answers.required(body);
        return workspaces
                .get(workspaceId)
                .chain(() -> views.create(workspaceId, view.name(), view.objectTypeId(), view.condition()))
                .map(ViewView::of)
                .map(made -> Answers.created("/" + workspaceId + "/views", made));
    }
}
