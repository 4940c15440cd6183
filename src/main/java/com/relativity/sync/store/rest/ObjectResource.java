package com.relativity.sync.store.rest;

import java.util.Map;

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

import com.relativity.sync.problem.NotFound;
import com.relativity.sync.store.Items;
import com.relativity.sync.store.Items.Filter;
import com.relativity.sync.store.Items.Item;
import com.relativity.sync.store.ObjectTypes;
import com.relativity.sync.store.Workspaces;

/** Items of any type. */
@Path(Answers.BASE + "/{workspaceId}/objects")
@Tag(name = "Objects")
@Produces(MediaType.APPLICATION_JSON)
public class ObjectResource {

    private final Workspaces workspaces;
    private final ObjectTypes types;
    private final Items items;
    private final ItemLists lists;

    ObjectResource(Workspaces workspaces, ObjectTypes types, Items items, ItemLists lists) {
        this.workspaces = workspaces;
        this.types = types;
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
    @Operation(summary = "List the objects of a type", description = "In order of their ids.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    @APIResponse(responseCode = "404", description = "There is no such workspace or object type")
    public Uni<CountedListing<ObjectView>> list(
            @PathParam("workspaceId") long workspaceId,
            @BeanParam Paging paging,
            @Parameter(
                            description = "Document where none is given.",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @QueryParam("objectTypeId")
                    String objectTypeId) {
        int limit = paging.limit();
        long after = paging.after();
        Long typeId = QueryIds.read("objectTypeId", objectTypeId);
        return workspaces
                .get(workspaceId)
                .chain(workspace ->
                        typeId == null ? Uni.createFrom().item(workspace.documentTypeId()) : known(workspaceId, typeId))
                .chain(wanted -> lists.page(workspaceId, Filter.all(wanted), after, limit, ObjectView::of));
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
