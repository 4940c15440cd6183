package com.relativity.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import com.relativity.sync.access.Roles;
import com.relativity.sync.audit.AuditEntry;
import com.relativity.sync.audit.AuditFilter;
import com.relativity.sync.audit.AuditLine;
import com.relativity.sync.audit.AuditPages;
import com.relativity.sync.job.Page;

/** Who asked for what, and what became of it; for operators. */
@Path("/api/sync/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
@APIResponse(responseCode = "400", description = "A query parameter cannot be read")
@APIResponse(responseCode = "503", description = "A dependency is down")
public class AuditResource {

    private final AuditPages trail;

    AuditResource(AuditPages trail) {
        this.trail = trail;
    }

    @GET
    @Operation(
            summary = "Read the audit trail, newest first",
            description =
                    "Every submission and cancel, accepted, repeated or refused; every redrive of dead letters and write to the embedded"
                            + " workspace store; every refusal. Filters add up: jobId with action=Cancel tells who cancelled a job. A line"
                            + " with times above 1 counts refusals that came too fast to be written one by one. Lines stay for"
                            + " sync.audit.retention, longer than the jobs they tell of.")
    @APIResponse(responseCode = "200", description = "A page of lines")
    public Uni<Page<AuditEntry>> lines(
            @Parameter(schema = @Schema(implementation = Long.class)) @RestQuery String workspaceId,
            @Parameter(schema = @Schema(implementation = Long.class)) @RestQuery String jobId,
            @Parameter(description = "Name of a caller, in full") @RestQuery String who,
            @Parameter(schema = @Schema(implementation = AuditLine.Action.class)) @RestQuery String action,
            @Parameter(schema = @Schema(implementation = AuditLine.Outcome.class)) @RestQuery String outcome,
            @Parameter(description = "1 to 500, default 50", schema = @Schema(implementation = Integer.class))
                    @RestQuery
                    String limit,
            @RestQuery String cursor) {
        var query = new QueryReader();
        var filter = new AuditFilter(
                query.id("workspaceId", workspaceId),
                query.id("jobId", jobId),
                query.text("who", who),
                query.constant("action", action, AuditLine.Action.class),
                query.constant("outcome", outcome, AuditLine.Outcome.class));
        int most = query.limit(limit);
        query.check();
        return trail.page(filter, most, cursor);
    }
}
