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

import com.relativity.sync.access.Callers;
import com.relativity.sync.access.Roles;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.store.ImportRequest;
import com.relativity.sync.store.ImportResult;
import com.relativity.sync.store.LoadFileImport;
import com.relativity.sync.store.Names;
import com.relativity.sync.store.OpticonImport;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.Workspace;

/** Workspaces, and imports into them. */
@Path(Answers.BASE)
@Tag(name = "Workspaces")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WorkspaceResource {

    private final Workspaces workspaces;
    private final LoadFileImport loadFiles;
    private final OpticonImport images;
    private final Callers callers;

    WorkspaceResource(Workspaces workspaces, LoadFileImport loadFiles, OpticonImport images, Callers callers) {
        this.workspaces = workspaces;
        this.loadFiles = loadFiles;
        this.images = images;
        this.callers = callers;
    }

    /** The body of a new workspace. */
    public record NewWorkspace(String name) {}

    /** A workspace as clients see it. */
    public record WorkspaceView(long workspaceId, String name, long rootFolderId) {

        static WorkspaceView of(Workspace workspace) {
            return new WorkspaceView(workspace.workspaceId(), workspace.name(), workspace.rootFolderId());
        }
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Make a workspace",
            description = "It has a root folder, the object type Document and its identifier field Control Number."
                    + " Workspaces may have the same name.")
    @APIResponse(responseCode = "201", description = "The workspace made")
    @APIResponse(responseCode = "422", description = "The name is blank, too long or holds control characters")
    public Uni<RestResponse<WorkspaceView>> create(NewWorkspace body) {
        String name = Answers.required(body).name();
        String fault = Names.fault(name);
        if (fault != null) {
            throw new RulesViolated("name", fault);
        }
        return workspaces
                .create(name)
                .map(WorkspaceView::of)
                .map(made -> Answers.created("/" + made.workspaceId(), made));
    }

    @GET
    @Operation(summary = "List workspaces", description = "In order of their ids.")
    public Uni<Listing<WorkspaceView>> list(@BeanParam Paging paging) {
        int limit = paging.limit();
        return workspaces
                .list(callers.current().visible(), paging.after(), limit + 1)
                .map(found -> Listing.page(
                        found.stream().map(WorkspaceView::of).toList(), limit, WorkspaceView::workspaceId));
    }

    @GET
    @Path("/{workspaceId}")
    @Operation(summary = "Get a workspace")
    @APIResponse(responseCode = "200", description = "The workspace")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    public Uni<WorkspaceView> get(@PathParam("workspaceId") long workspaceId) {
        return workspaces.get(workspaceId).map(WorkspaceView::of);
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("/{workspaceId}/imports")
    @Operation(
            summary = "Import a load file",
            description =
                    "Reads a Concordance load file below the import directory and takes its lines as documents, or"
                            + " as other objects. Answers when all lines are done. A line that cannot be taken is an entry in"
                            + " errors and changes nothing; the others go in. Items that exist are overwritten. Lines are"
                            + " committed some hundred at a time: an import that breaks off can be sent again. An Opticon file,"
                            + " named by opticonFile, gives documents their pages: as their originals, or in a production that"
                            + " becomes Produced. They replace the pages that a document has there; counts are documents, and one"
                            + " with a page that is missing or no TIFF, JPEG, PNG or PDF is an entry in errors.")
    @APIResponse(responseCode = "200", description = "What became of the lines or documents")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    @APIResponse(
            responseCode = "422",
            description = "The file cannot be read, the request does not fit it, or its production does not exist or is"
                    + " read-only; nothing was imported")
    public Uni<ImportResult> importLoadFile(@PathParam("workspaceId") long workspaceId, ImportRequest body) {
        ImportRequest request = Answers.required(body);
        return workspaces
                .get(workspaceId)
                .chain(workspace ->
                        request.isOfImages() ? images.run(workspace, request) : loadFiles.run(workspace, request));
    }
}
