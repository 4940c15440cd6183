package com.relativity.sync.store.rest;

import java.util.List;

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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.relativity.sync.access.Roles;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.sql.Cursor;
import com.relativity.sync.store.ImagePages;
import com.relativity.sync.store.ImagePages.Bates;
import com.relativity.sync.store.ImagePages.ProducedPage;
import com.relativity.sync.store.Names;
import com.relativity.sync.store.Productions;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.Production;

/** Productions and their pages. */
@Path(Answers.BASE + "/{workspaceId}/productions")
@Tag(name = "Productions")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ProductionResource {

    private final Workspaces workspaces;
    private final Productions productions;
    private final ImagePages pages;

    ProductionResource(Workspaces workspaces, Productions productions, ImagePages pages) {
        this.workspaces = workspaces;
        this.productions = productions;
        this.pages = pages;
    }

    /** The body of a new production. */
    public record NewProduction(
            @Schema(required = true, maxLength = 255) String name) {}

    /** A production with the range of its Bates numbers. */
    public record ProductionView(
            long productionId,
            String name,
            Production.Status status,

            @Schema(description = "Whether a run has closed it: imports add nothing to it any more.")
            boolean readOnly,

            @Schema(nullable = true, description = "Smallest page identifier; null without pages.")
            String beginBates,

            @Schema(nullable = true, description = "Greatest page identifier; null without pages.")
            String endBates) {

        static ProductionView of(Production production, Bates bates) {
            return new ProductionView(
                    production.productionId(),
                    production.name(),
                    production.status(),
                    production.readOnly(),
                    bates.begin(),
                    bates.end());
        }
    }

    /** A page as a production has it. */
    public record PageView(
            String documentIdentifier,

            @Schema(description = "Of the document, from 1.")
            int page,

            @Schema(description = "The Bates number.") String identifier,
            String fileName,
            @Schema(description = "Bytes.") long size) {

        static PageView of(ProducedPage produced) {
            return new PageView(
                    produced.documentIdentifier(),
                    produced.page().page(),
                    produced.page().identifier(),
                    produced.page().fileName(),
                    produced.page().size());
        }
    }

    @GET
    @Operation(summary = "List productions", description = "In order of their ids.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    public Uni<Listing<Production>> list(@PathParam("workspaceId") long workspaceId, @BeanParam Paging paging) {
        int limit = paging.limit();
        long after = paging.after();
        return workspaces
                .get(workspaceId)
                .chain(() -> productions.list(workspaceId, after, limit + 1))
                .map(found -> Listing.page(found, limit, Production::productionId));
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Make a production",
            description = "It is New until an import or a run gives it pages. Productions may have the same name.")
    @APIResponse(responseCode = "201", description = "The production made")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    @APIResponse(responseCode = "422", description = "The name is blank, too long or holds control characters")
    public Uni<RestResponse<Production>> create(@PathParam("workspaceId") long workspaceId, NewProduction body) {
        String name = Answers.required(body).name();
        return workspaces
                .get(workspaceId)
                .invoke(() -> {
                    String fault = Names.fault(name);
                    if (fault != null) {
                        throw new RulesViolated("name", fault);
                    }
                })
                .chain(() -> productions.create(workspaceId, name))
                .map(made -> Answers.created("/" + workspaceId + "/productions/" + made.productionId(), made));
    }

    @GET
    @Path("/{productionId}")
    @Operation(summary = "Get a production")
    @APIResponse(responseCode = "200", description = "The production")
    @APIResponse(responseCode = "404", description = "There is no such workspace or production")
    public Uni<ProductionView> get(
            @PathParam("workspaceId") long workspaceId, @PathParam("productionId") long productionId) {
        return workspaces
                .get(workspaceId)
                .chain(() -> find(workspaceId, productionId))
                .chain(found -> pages.bates(productionId).map(bates -> ProductionView.of(found, bates)));
    }

    @GET
    @Path("/{productionId}/images")
    @Operation(
            summary = "List the pages of a production",
            description = "In order of the documents' ids, then of their pages.")
    @APIResponse(responseCode = "200", description = "A part of the list")
    @APIResponse(responseCode = "404", description = "There is no such workspace or production")
    public Uni<Listing<PageView>> images(
            @PathParam("workspaceId") long workspaceId,
            @PathParam("productionId") long productionId,
            @BeanParam Paging paging) {
        int limit = paging.limit();
        Cursor.Pair after = paging.afterPair();
        return workspaces
                .get(workspaceId)
                .call(() -> find(workspaceId, productionId))
                .chain(workspace -> pages.produced(
                        workspace.documentTypeId(), productionId, after.first(), after.second(), limit + 1))
                .map(found -> part(found, limit));
    }

    private static Listing<PageView> part(List<ProducedPage> oneMore, int limit) {
        List<PageView> shown = oneMore.stream().limit(limit).map(PageView::of).toList();
        if (oneMore.size() <= limit) {
            return Listing.whole(shown);
        }
        var last = oneMore.get(limit - 1).page();
        return new Listing<>(shown, Cursor.after(new Cursor.Pair(last.itemId(), last.page())));
    }

    private Uni<Production> find(long workspaceId, long productionId) {
        return productions
                .find(workspaceId, productionId)
                .map(found -> found.orElseThrow(() ->
                        new NotFound("There is no production " + productionId + " in workspace " + workspaceId + ".")));
    }
}
