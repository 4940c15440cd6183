package com.relativity.sync.store.rest;

import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.relativity.sync.access.Roles;
import com.relativity.sync.problem.BadRequest;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.store.Items;
import com.relativity.sync.store.Items.Filter;
import com.relativity.sync.store.Items.Item;
import com.relativity.sync.store.ObjectTypes;
import com.relativity.sync.store.Views;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.Workspace;

/** Items of any type. */
@Path(Answers.BASE + "/{workspaceId}/objects")
@Tag(name = "Objects")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class ObjectResource {

    private final Workspaces workspaces;
    private final ObjectTypes types;
    private final Views views;
    private final Items items;
    private final ItemLists lists;

    ObjectResource(Workspaces workspaces, ObjectTypes types, Views views, Items items, ItemLists lists) {
        this.workspaces = workspaces;
        this.types = types;
        this.views = views;
        this.items = items;
        this.lists = lists;
    }

    /** An item as an object. */
    public record ObjectView(
            long objectId,
            long objectTypeId,
            String identifier,

            @Schema(description = "By field name; null where the object has no value.")
            Map<String, Object> fields) {

        static ObjectView of(Item item, Map<String, Object> fields) {
            return new ObjectView(item.itemId(), item.objectTypeId(), item.identifier(), fields);
        }
    }

    @GET
    @Operation(
            summary = "List the objects of a type, or of a view",
            description = "In order of their ids. With a view, those that it shows.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    @APIResponse(responseCode = "400", description = "The view shows objects of another type than the one given")
    @APIResponse(responseCode = "404", description = "There is no such workspace, object type or view")
    public Uni<CountedListing<ObjectView>> list(
            @PathParam("workspaceId") long workspaceId,
            @BeanParam Paging paging,
            @Parameter(
                            description = "That of the view, or Document, where none is given.",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @QueryParam("objectTypeId")
                    String objectTypeId,
            @Parameter(
                            description = "Only objects that this view shows.",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @QueryParam("viewId")
                    String viewId) {
        int limit = paging.limit();
        long after = paging.after();
        Long typeId = QueryIds.read("objectTypeId", objectTypeId);
        Long shownBy = QueryIds.read("viewId", viewId);
        return workspaces
                .get(workspaceId)
                .chain(workspace -> shownBy == null
                        ? all(workspace, typeId)
                        : shown(workspaceId, shownBy).invoke(filter -> agree(filter, typeId)))
                .chain(filter -> lists.page(workspaceId, filter, after, limit, ObjectView::of));
    }

    private Uni<Filter> all(Workspace workspace, Long objectTypeId) {
        return (objectTypeId == null
                        ? Uni.createFrom().item(workspace.documentTypeId())
                        : known(workspace.workspaceId(), objectTypeId))
                .map(Filter::all);
    }

    private Uni<Filter> shown(long workspaceId, long viewId) {
        return views.find(workspaceId, viewId)
                .map(found -> found.orElseThrow(
                        () -> new NotFound("There is no view " + viewId + " in workspace " + workspaceId + ".")))
                .chain(view -> views.filter(workspaceId, view));
    }

    private static void agree(Filter filter, Long objectTypeId) {
        if (objectTypeId != null && objectTypeId != filter.objectTypeId()) {
            throw new BadRequest("The view shows objects of the type " + filter.objectTypeId() + ", not " + objectTypeId
                    + "; leave objectTypeId out.");
        }
    }

    private Uni<Long> known(long workspaceId, long objectTypeId) {
        return types.find(workspaceId, objectTypeId)
                .map(found -> found.orElseThrow(() -> new NotFound(
                                "There is no object type " + objectTypeId + " in workspace " + workspaceId + "."))
                        .objectTypeId());
    }

    @GET
    @Path("/{objectId}")
    @Operation(summary = "Get an object")
    @APIResponse(responseCode = "200", description = "The object")
    @APIResponse(responseCode = "404", description = "There is no such workspace or object")
    public Uni<ObjectView> get(@PathParam("workspaceId") long workspaceId, @PathParam("objectId") long objectId) {
        return workspaces
                .get(workspaceId)
                .chain(() -> items.byId(workspaceId, objectId))
                .map(found -> found.orElseThrow(
                        () -> new NotFound("There is no object " + objectId + " in workspace " + workspaceId + ".")))
                .chain(item -> lists.one(workspaceId, item, ObjectView::of));
    }
}
