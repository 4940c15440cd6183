package com.relativity.sync.api;

import java.util.List;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import com.relativity.sync.access.Roles;
import com.relativity.sync.history.JobHistories;
import com.relativity.sync.history.RunErrors;
import com.relativity.sync.job.JobHistoryError;
import com.relativity.sync.job.Page;
import com.relativity.sync.submission.SourceWorkspaces;

/** What runs did. */
@Path("/api/sync/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Job history")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@APIResponse(responseCode = "400", description = "A query parameter cannot be read")
@APIResponse(responseCode = "404", description = "The path names nothing")
@APIResponse(responseCode = "503", description = "A dependency is down")
public class JobHistoryResource {

    private static final String CSV_EXAMPLE = """
            errorId,type,identifier,message,at,status
            41,item,A-2,"An item with the identifier 'A-2' already exists in the destination; choose AppendOverlay or OverlayOnly to update it.",2024-05-31T10:00:00Z,New
            42,item,'=A-3,Field 'Subject': 'Re: the har…' with 300 characters does not fit,2024-05-31T10:00:00Z,Retried
            """;

    private final JobHistories histories;
    private final VisibleRuns visible;
    private final RunErrors errors;
    private final ErrorsCsv csv;
    private final SourceWorkspaces workspaces;

    JobHistoryResource(
            JobHistories histories, VisibleRuns visible, RunErrors errors, ErrorsCsv csv, SourceWorkspaces workspaces) {
        this.histories = histories;
        this.visible = visible;
        this.errors = errors;
        this.csv = csv;
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
        return visible.history(jobHistoryId).map(JobHistoryView::of);
    }

    @GET
    @Path("/job-history/{jobHistoryId}/errors")
    @Operation(
            summary = "List the errors of a run, oldest first",
            description =
                    "Of items, of the job as a whole, or both. As text/csv, all errors in one file, without pages: for people."
                            + " A cell that a spreadsheet would take for a formula has an apostrophe in front.")
    @APIResponse(
            responseCode = "200",
            description = "A page of job history errors; as text/csv, all of them",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ErrorPage.class)),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "two errors", value = CSV_EXAMPLE))
            })
    @APIResponse(responseCode = "406", description = "Neither JSON nor CSV is accepted")
    public Uni<Page<JobHistoryError>> errors(
            @RestPath long jobHistoryId,
            @Parameter(schema = @Schema(implementation = JobHistoryError.Type.class)) @RestQuery String type,
            @Parameter(schema = @Schema(implementation = JobHistoryError.Status.class)) @RestQuery String status,
            @Parameter(
                            description = "1 to 500, default 50; JSON only",
                            schema = @Schema(implementation = Integer.class))
                    @RestQuery
                    String limit,
            @Parameter(description = "JSON only") @RestQuery String cursor) {
        var query = new QueryReader();
        int most = query.limit(limit);
        var filter = filter(query, type, status);
        query.check();
        return visible.history(jobHistoryId).chain(() -> errors.of(jobHistoryId, filter, most, cursor));
    }

    @GET
    @Path("/job-history/{jobHistoryId}/errors")
    @Produces(ErrorsCsv.MEDIA_TYPE + ";qs=0.5")
    @Operation(hidden = true)
    public RestMulti<byte[]> errorsAsCsv(
            @RestPath long jobHistoryId, @RestQuery String type, @RestQuery String status) {
        var query = new QueryReader();
        var filter = filter(query, type, status);
        query.check();
        return RestMulti.fromUniResponse(
                visible.history(jobHistoryId),
                record -> csv.of(jobHistoryId, filter),
                record -> Map.of(
                        HttpHeaders.CONTENT_DISPOSITION,
                        List.of("attachment; filename=\"job-" + record.jobId() + "-errors.csv\"")));
    }

    /** The page's shape for OpenAPI. */
    @Schema(name = "JobHistoryErrorPage")
    record ErrorPage(List<JobHistoryError> items, String nextCursor) {}

    private static RunErrors.Filter filter(QueryReader query, String type, String status) {
        return new RunErrors.Filter(
                query.constant("type", type, JobHistoryError.Type.class),
                query.constant("status", status, JobHistoryError.Status.class));
    }
}
