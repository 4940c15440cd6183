package com.relativity.sync.store.rest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
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

import com.relativity.sync.problem.NotFound;
import com.relativity.sync.store.Folders;
import com.relativity.sync.store.Items;
import com.relativity.sync.store.Items.Filter;
import com.relativity.sync.store.Items.Item;
import com.relativity.sync.store.SavedSearches;
import com.relativity.sync.store.StoreFiles;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.Workspace;

/** Documents and their natives. */
@jakarta.ws.rs.Path(Answers.BASE + "/{workspaceId}/documents")
@Tag(name = "Documents")
@Produces(MediaType.APPLICATION_JSON)
public class DocumentResource {

    private final Workspaces workspaces;
    private final SavedSearches searches;
    private final Folders folders;
    private final Items items;
    private final ItemLists lists;
    private final StoreFiles files;

    DocumentResource(
            Workspaces workspaces,
            SavedSearches searches,
            Folders folders,
            Items items,
            ItemLists lists,
            StoreFiles files) {
        this.workspaces = workspaces;
        this.searches = searches;
        this.folders = folders;
        this.items = items;
        this.lists = lists;
        this.files = files;
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
        return workspaces
                .get(workspaceId)
                .chain(workspace -> filter(workspace, searchId))
                .chain(filter -> inFolder == null ? Uni.createFrom().item(filter) : in(workspaceId, inFolder, filter))
                .chain(filter -> lists.page(workspaceId, filter, after, limit, DocumentView::of));
    }

    private Uni<Filter> filter(Workspace workspace, Long savedSearchId) {
        if (savedSearchId == null) {
            return Uni.createFrom().item(Filter.all(workspace.documentTypeId()));
        }
        return searches.find(workspace.workspaceId(), savedSearchId)
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
        return find(workspaceId, identifier).chain(item -> lists.one(workspaceId, item, DocumentView::of));
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
        // The file is answered whole, as HTTP allows; the writer below would send the range that is asked for as if it
        // were the whole.
        connection.headers().remove("Range");
        return find(workspaceId, identifier).chain(item -> {
            if (item.nativeReference() == null) {
                throw new NotFound("The document '" + identifier + "' has no native.");
            }
            EntityTag tag = new EntityTag(item.nativeSha256());
            Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
            return unchanged == null
                    ? files.onWorker(() -> files.path(item.nativeReference())).map(path -> download(item, path, tag))
                    : Uni.createFrom().item(unchanged.build());
        });
    }

    private static Response download(Item item, Path path, EntityTag tag) {
        return Response.ok(path, MediaType.APPLICATION_OCTET_STREAM)
                .tag(tag)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(item.nativeName()))
                .header("Accept-Ranges", "none")
                // What a native holds is for programs that know it, never for a browser to run.
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** RFC 6266: a plain name that any client takes, and the true one in UTF-8. */
    static String disposition(String fileName) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : fileName.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            boolean plain = character < 0x80
                    && (Character.isLetterOrDigit(character) || "!#$&+-.^_`|~".indexOf(character) >= 0);
            encoded.append(plain ? String.valueOf(character) : "%%%02X".formatted((int) character));
        }
        String fallback = fileName.replaceAll("[^\\x20-\\x7E]|[\"\\\\%]", "_");
        return "attachment; filename=\"" + fallback + "\"; filename*=UTF-8''" + encoded;
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
