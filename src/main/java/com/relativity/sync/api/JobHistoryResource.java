package com.relativity.sync.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import com.relativity.sync.history.JobHistories;
import com.relativity.sync.job.JobHistoryError;
import com.relativity.sync.job.Page;
import com.relativity.sync.submission.SourceWorkspaces;

/** What runs did. */
@Path("/api/sync/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Job history")
@APIResponse(responseCode = "400", description = "A query parameter cannot be read")
@APIResponse(responseCode = "404", description = "The path names nothing")
@APIResponse(responseCode = "503", description = "A dependency is down")
public class JobHistoryResource {

    private final JobHistories histories;
    private final SourceWorkspaces workspaces;

    JobHistoryResource(JobHistories histories, SourceWorkspaces workspaces) {
        this.histories = histories;
        this.workspaces = workspaces;
    }

    @GET
    @Path("/workspaces/{workspaceId}/job-history")
    @Operation(summary = "List the runs of a source workspace, newest first")
    @APIResponse(responseCode = "200", description = "A page of job history records")
    public Uni<Page<JobHistoryView>> ofWorkspace(
            @RestPath long workspaceId,
            @Parameter(description = "1 to 500, default 50", schema = @Schema(implementation = Integer.class))
                    @RestQuery
                    String limit,
            @RestQuery String cursor) {
        var query = new QueryReader();
        int most = query.limit(limit);
        query.check();
        return workspaces
                .mustExist(workspaceId)
                .chain(() -> histories.ofWorkspace(workspaceId, most, cursor))
                .map(page -> page.map(JobHistoryView::of));
    }

    @GET
    @Path("/job-history/{jobHistoryId}")
    @Operation(summary = "Read what a run did")
    @APIResponse(
            responseCode = "200",
            description = "The job history record",
            content = @Content(schema = @Schema(implementation = JobHistoryView.class)))
    public Uni<JobHistoryView> record(@RestPath long jobHistoryId) {
        return histories.record(jobHistoryId).map(JobHistoryView::of);
    }

    @GET
    @Path("/job-history/{jobHistoryId}/errors")
    @Operation(
            summary = "List the errors of a run, oldest first",
            description = "Of items, of the job as a whole, or both.")
    @APIResponse(responseCode = "200", description = "A page of job history errors")
    public Uni<Page<JobHistoryError>> errors(
            @RestPath long jobHistoryId,
            @Parameter(schema = @Schema(implementation = JobHistoryError.Type.class)) @RestQuery String type,
            @Parameter(description = "1 to 500, default 50", schema = @Schema(implementation = Integer.class))
                    @RestQuery
                    String limit,
            @RestQuery String cursor) {
        var query = new QueryReader();
        int most = query.limit(limit);
        var ofType = query.constant("type", type, JobHistoryError.Type.class);
        query.check();
        return histories.record(jobHistoryId).chain(() -> histories.errors(jobHistoryId, ofType, most, cursor));
    }
}
