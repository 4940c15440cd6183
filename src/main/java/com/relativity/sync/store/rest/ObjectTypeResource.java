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

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.relativity.sync.access.Roles;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.store.Names;
import com.relativity.sync.store.ObjectTypes;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.ObjectType;

/** Kinds of items. */
@Path(Answers.BASE + "/{workspaceId}/object-types")
@Tag(name = "Objects")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ObjectTypeResource {

    private final Workspaces workspaces;
    private final ObjectTypes types;

    ObjectTypeResource(Workspaces workspaces, ObjectTypes types) {
        this.workspaces = workspaces;
        this.types = types;
    }

    /** The body of a new object type. */
    public record NewObjectType(String name) {}

    @GET
    @Operation(summary = "List object types", description = "In order of their ids; Document is one of them.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    public Uni<Listing<ObjectType>> list(@PathParam("workspaceId") long workspaceId, @BeanParam Paging paging) {
        int limit = paging.limit();
        long after = paging.after();
        return workspaces
                .get(workspaceId)
                .chain(() -> types.list(workspaceId, after, limit + 1))
                .map(found -> Listing.page(found, limit, ObjectType::objectTypeId));
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Make an object type", description = "It has the identifier field Name.")
    @APIResponse(responseCode = "201", description = "The object type made")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    @APIResponse(responseCode = "409", description = "The workspace has an object type of that name")
    @APIResponse(responseCode = "422", description = "The name is blank, too long or holds control characters")
    public Uni<RestResponse<ObjectType>> create(@PathParam("workspaceId") long workspaceId, NewObjectType body) {
        String name = Answers.required(body).name();
        return workspaces
                .get(workspaceId)
                .invoke(() -> {
                    String fault = Names.fault(name);
                    if (fault != null) {
                        throw new RulesViolated("name", fault);
                    }
                })
                .chain(() -> types.create(workspaceId, name))
                .map(made -> Answers.created("/" + workspaceId + "/object-types", made));
    }
}
