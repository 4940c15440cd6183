package com.relativity.sync.store.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.relativity.sync.access.Roles;
import com.relativity.sync.store.Folders;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.Folder;

/** The folders of a workspace. */
@Path(Answers.BASE + "/{workspaceId}/folders")
@Tag(name = "Folders")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class FolderResource {

    private final Workspaces workspaces;
    private final Folders folders;

    FolderResource(Workspaces workspaces, Folders folders) {
        this.workspaces = workspaces;
        this.folders = folders;
    }

    /** A folder with those below it, by name. */
    public record FolderTree(
            long folderId,
            String name,

            @Schema(description = "Folders of the same shape.")
            List<FolderTree> children) {}

    /** The body of a new folder. */
    public record NewFolder(
            @Schema(required = true, maxLength = 255) String name,

            @Schema(description = "The root folder where none is given.")
            Long parentFolderId) {}

    @GET
    @Operation(summary = "Get the folder tree", description = "One item, the root folder, with its children in it.")
    @APIResponse(responseCode = "200", description = "The tree")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    public Uni<Listing<FolderTree>> tree(@PathParam("workspaceId") long workspaceId) {
        return workspaces
                .get(workspaceId)
                .chain(() -> folders.all(workspaceId))
                .map(FolderResource::tree)
                .map(Listing::whole);
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a folder")
    @APIResponse(
            responseCode = "201",
            description = "The folder made",
            content = @Content(schema = @Schema(implementation = Folder.class)))
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    @APIResponse(responseCode = "409", description = "There is a folder of that name in that place")
    @APIResponse(responseCode = "422", description = "The folder breaks rules; violations names them all")
    public Uni<RestResponse<Folder>> create(@PathParam("workspaceId") long workspaceId, NewFolder body) {
        NewFolder folder = Answers.required(body);
        return workspaces
                .get(workspaceId)
                .chain(() -> folders.create(workspaceId, folder.parentFolderId(), folder.name()))
                .map(made -> Answers.created("/" + workspaceId + "/folders", made));
    }

    /** @param folders each after its parent */
    private static List<FolderTree> tree(List<Folder> folders) {
        Map<Long, FolderTree> made = new HashMap<>();
        List<FolderTree> roots = new ArrayList<>();
        for (Folder folder : folders) {
            FolderTree tree = new FolderTree(folder.folderId(), folder.name(), new ArrayList<>());
            made.put(folder.folderId(), tree);
            (folder.parentFolderId() == null
                            ? roots
                            : made.get(folder.parentFolderId()).children())
                    .add(tree);
        }
        return roots;
    }
}
