package com.relativity.sync.store.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.relativity.sync.access.Roles;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.store.Choices;
import com.relativity.sync.store.Choices.Choice;
import com.relativity.sync.store.Fields;
import com.relativity.sync.store.Workspaces;

/** Choices of fields. */
@Path(Answers.BASE + "/{workspaceId}/fields/{fieldId}/choices")
@Tag(name = "Fields")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class ChoiceResource {

    private final Workspaces workspaces;
    private final Fields fields;
    private final Choices choices;

    ChoiceResource(Workspaces workspaces, Fields fields, Choices choices) {
        this.workspaces = workspaces;
        this.fields = fields;
        this.choices = choices;
    }

    @GET
    @Operation(
            summary = "List the choices of a field",
            description = "In order of their ids. A choice is made when a value first names it; path is how values name"
                    + " it: the names from the top, with \\ between them.")
    @APIResponse(responseCode = "200", description = "A part of the list; empty for a field that has no choices")
    @APIResponse(responseCode = "404", description = "There is no such workspace, or no such field in it")
    public Uni<Listing<Choice>> list(
            @PathParam("workspaceId") long workspaceId, @PathParam("fieldId") long fieldId, @BeanParam Paging paging) {
        int limit = paging.limit();
        long after = paging.after();
        return workspaces
                .get(workspaceId)
                .chain(() -> fields.exists(workspaceId, fieldId))
                .chain(exists -> {
                    if (!exists) {
                        throw new NotFound("There is no field " + fieldId + " in workspace " + workspaceId + ".");
                    }
                    return choices.list(fieldId, after, limit + 1);
                })
                .map(found -> Listing.page(found, limit, Choice::choiceId));
    }
}
