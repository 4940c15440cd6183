package com.relativity.sync.store.rest;

import java.util.List;
import java.util.function.Supplier;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.relativity.sync.access.Callers;
import com.relativity.sync.access.Roles;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.store.Folders;
import com.relativity.sync.store.ImagePages;
import com.relativity.sync.store.Items;
import com.relativity.sync.store.Items.Filter;
import com.relativity.sync.store.Items.Item;
import com.relativity.sync.store.SavedSearches;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.Workspace;

/** Documents, their natives and their original pages. */
@jakarta.ws.rs.Path(Answers.BASE + "/{workspaceId}/documents")
@Tag(name = "Documents")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class DocumentResource {

    private final Workspaces workspaces;
    private final SavedSearches searches;
    private final Folders folders;
    private final Items items;
    private final ItemLists lists;
    private final ImagePages pages;
    private final Downloads downloads;
    private final Callers callers;

    DocumentResource(
            Workspaces workspaces,
            SavedSearches searches,
            Folders folders,
            Items items,
            ItemLists lists,
            ImagePages pages,
            Downloads downloads,
            Callers callers) {
        this.workspaces = workspaces;
        this.searches = searches;
        this.folders = folders;
        this.items = items;
        this.lists = lists;
        this.pages = pages;
        this.downloads = downloads;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "List documents", description = "In order of their ids; those that fit every filter given.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    @APIResponse(responseCode = "404", description = "There is no such workspace, saved search or folder")
    public Uni<CountedListing<DocumentView>> list(
            @PathParam("workspaceId") long workspaceId,
            @BeanParam Paging paging,
            @Parameter(
                            description = "Only documents that this search finds.",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @QueryParam("savedSearchId")
                    String savedSearchId,
            @Parameter(
                            description = "Only documents in this folder, not those in folders below it.",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @QueryParam("folderId")
                    String folderId) {
        int limit = paging.limit();
        long after = paging.after();
        Long searchId = QueryIds.read("savedSearchId", savedSearchId);
        Long inFolder = QueryIds.read("folderId", folderId);
        String viewer = callers.current().viewer();
        return workspaces
                .get(workspaceId)
                .chain(workspace -> filter(workspace, searchId, viewer))
                .chain(filter -> inFolder == null ? Uni.createFrom().item(filter) : in(workspaceId, inFolder, filter))
                .chain(filter -> lists.page(workspaceId, filter, after, limit, DocumentView::of))
                .chain(part -> withImages(part.items())
                        .map(items -> new CountedListing<>(items, part.nextCursor(), part.total())));
    }

    private Uni<List<DocumentView>> withImages(List<DocumentView> documents) {
        return pages.originals(documents.stream().map(DocumentView::documentId).toList())
                .map(byItem -> documents.stream()
                        .map(document -> document.with(byItem.getOrDefault(document.documentId(), List.of())))
                        .toList());
    }

    private Uni<Filter> filter(Workspace workspace, Long savedSearchId, String viewer) {
        if (savedSearchId == null) {
            return Uni.createFrom().item(Filter.all(workspace.documentTypeId()));
        }
        return searches.find(workspace.workspaceId(), savedSearchId, viewer)
                .map(found -> found.orElseThrow(missing("saved search " + savedSearchId, workspace.workspaceId())))
                .chain(search -> searches.filter(workspace, search));
    }

    private Uni<Filter> in(long workspaceId, long folderId, Filter filter) {
        return folders.find(workspaceId, folderId)
                .map(found -> found.orElseThrow(missing("folder " + folderId, workspaceId)))
                .map(folder -> filter.in(folderId));
    }

    @GET
    @jakarta.ws.rs.Path("/{identifier}")
    @Operation(summary = "Get a document")
    @APIResponse(responseCode = "200", description = "The document")
    @APIResponse(responseCode = "404", description = "There is no such workspace or document")
    public Uni<DocumentView> get(
            @PathParam("workspaceId") long workspaceId, @PathParam("identifier") String identifier) {
        return find(workspaceId, identifier)
                .chain(item -> lists.one(workspaceId, item, DocumentView::of))
                .chain(document -> withImages(List.of(document)))
                .map(one -> one.get(0));
    }

    @GET
    @jakarta.ws.rs.Path("/{identifier}/native")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Download a native",
            description =
                    "The ETag is the SHA-256 of the bytes; with If-None-Match, bytes that the caller has are not sent.")
    @APIResponse(
            responseCode = "200",
            description = "The bytes",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "The caller has these bytes")
    @APIResponse(responseCode = "404", description = "There is no such workspace or document, or it has no native")
    public Uni<Response> nativeFile(
            @PathParam("workspaceId") long workspaceId,
            @PathParam("identifier") String identifier,
            @Context Request request,
            @Context HttpServerRequest connection) {
        return find(workspaceId, identifier).chain(item -> {
            if (item.nativeReference() == null) {
                throw new NotFound("The document '" + identifier + "' has no native.");
            }
            return downloads.bytes(request, connection, item.nativeReference(), item.nativeSha256(), item.nativeName());
        });
    }

    @GET
    @jakarta.ws.rs.Path("/{identifier}/images/{page}")
    @Produces({"image/tiff", "image/jpeg", "image/png", "application/pdf", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary = "Download an original page",
            description = "With the media type that its bytes have. The ETag is the SHA-256 of the bytes; with"
                    + " If-None-Match, bytes that the caller has are not sent.")
    @APIResponse(
            responseCode = "200",
            description = "The bytes",
            content = {
                @Content(mediaType = "image/tiff", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "application/pdf", schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "304", description = "The caller has these bytes")
    @APIResponse(responseCode = "404", description = "There is no such workspace, document or page")
    public Uni<Response> image(
            @PathParam("workspaceId") long workspaceId,
            @PathParam("identifier") String identifier,
            @Parameter(description = "Number of the page, from 1.") @PathParam("page") int page,
            @Context Request request,
            @Context HttpServerRequest connection) {
        return find(workspaceId, identifier)
                .chain(item -> pages.original(item.itemId(), page))
                .map(found -> found.orElseThrow(
                        () -> new NotFound("The document '" + identifier + "' has no page " + page + ".")))
                .chain(found ->
                        downloads.image(request, connection, found.reference(), found.sha256(), found.fileName()));
    }

    private Uni<Item> find(long workspaceId, String identifier) {
        return workspaces
                .get(workspaceId)
                .chain(workspace -> items.byIdentifier(workspace.documentTypeId(), identifier))
                .map(found -> found.orElseThrow(missing("document '" + identifier + "'", workspaceId)));
    }

    private static Supplier<NotFound> missing(String what, long workspaceId) {
        return () -> new NotFound("There is no " + what + " in workspace " + workspaceId + ".");
    }
}
