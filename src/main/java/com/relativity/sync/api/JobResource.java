package com.relativity.sync.api;

import java.time.Duration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import com.relativity.sync.access.Callers;
import com.relativity.sync.access.Roles;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.job.Page;
import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.joblist.JobList;

/** Shows and cancels jobs. */
@Path(JobResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@APIResponse(responseCode = "400", description = "The request cannot be read")
@APIResponse(responseCode = "503", description = "A dependency is down")
public class JobResource {

    static final String BASE = "/api/sync/v1";
    private static final Duration MOST_WAIT = Duration.ofSeconds(60);

    private final JobList jobs;
    private final VisibleRuns visible;
    private final Cancellation cancellation;
    private final StatusWait statusWait;
    private final Callers callers;

    JobResource(JobList jobs, VisibleRuns visible, Cancellation cancellation, StatusWait statusWait, Callers callers) {
        this.jobs = jobs;
        this.visible = visible;
        this.cancellation = cancellation;
        this.statusWait = statusWait;
        this.callers = callers;
    }

    @GET
    @Path("/jobs/{jobId}")
    @Operation(
            summary = "Read a job",
            description =
                    "With wait, answers as soon as the status differs from since (without it: from what it is now), or when the wait is over.")
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "404", description = "No such job")
    public Uni<JobView> job(
            @RestPath long jobId,
            @Parameter(description = "Longest wait, ISO 8601, at most PT60S", example = "PT20S") @RestQuery String wait,
            @Parameter(schema = @Schema(implementation = JobStatus.class)) @RestQuery String since) {
        var query = new QueryReader();
        var longest = query.duration("wait", wait, MOST_WAIT);
        var from = query.constant("since", since, JobStatus.class);
        query.check();
        var until = callers.current().until();
        return visible.job(jobId)
                .chain(now -> longest == null || longest.isZero()
                        ? Uni.createFrom().item(now)
                        : statusWait.changed(jobId, from, longest, until))
                .map(JobView::of);
    }

    @GET
    @Path("/jobs")
    @Operation(summary = "List jobs, newest first", description = "Filters add up.")
    @APIResponse(responseCode = "200", description = "A page of jobs")
    public Uni<Page<JobView>> jobs(@BeanParam JobQuery given) {
        var query = new QueryReader();
        var filter = given.filter(query);
        int limit = query.limit(given.limit);
        query.check();
        return jobs.jobs(filter, callers.current().visible(), limit, given.cursor)
                .map(page -> page.map(JobView::of));
    }

    @POST
    @Path("/jobs/{jobId}/cancel")
    @RolesAllowed({Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "Cancel a job",
            description = "Repeated calls answer the same, also when the job has become Cancelled.")
    @APIResponse(
            responseCode = "202",
            description = "The cancel is accepted",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "404", description = "No such job")
    @APIResponse(responseCode = "409", description = "The job has ended in another way")
    public Uni<RestResponse<JobView>> cancel(@RestPath long jobId) {
        String by = callers.current().name();
        return visible.job(jobId)
                .chain(() -> cancellation.request(jobId, by))
                .map(job -> ResponseBuilder.create(RestResponse.Status.ACCEPTED, JobView.of(job))
                        .build());
    }

    @GET
    @Path("/jobs/{jobId}/parameters")
    @Operation(
            summary = "Read a job's parameters",
            description = "The stored Sync configuration: as submitted, defaults filled in.")
    @APIResponse(
            responseCode = "200",
            description = "The parameters",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            anyOf = {
                                                DocumentConfiguration.class,
                                                ImageConfiguration.class,
                                                NonDocumentConfiguration.class
                                            })))
    @APIResponse(responseCode = "404", description = "No such job")
    public Uni<String> parameters(@RestPath long jobId) {
        return visible.job(jobId).chain(() -> jobs.parameters(jobId));
    }
}
