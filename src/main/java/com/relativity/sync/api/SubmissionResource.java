package com.relativity.sync.api;

import java.net.URI;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import com.relativity.sync.access.Callers;
import com.relativity.sync.access.Roles;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.joblist.AddedJob;
import com.relativity.sync.problem.BadRequest;
import com.relativity.sync.submission.JobSubmission;

/** Submits jobs of the three flows. */
@Path(JobResource.BASE + "/workspaces/{workspaceId}/jobs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@RolesAllowed({Roles.SUBMITTER, Roles.ADMIN})
@APIResponse(
        responseCode = "202",
        description = "Accepted",
        headers = @Header(name = "Location", description = "The job"),
        content = @Content(schema = @Schema(implementation = JobView.class)))
@APIResponse(
        responseCode = "200",
        description = "Submitted before: the first job",
        content = @Content(schema = @Schema(implementation = JobView.class)))
@APIResponse(responseCode = "400", description = "The request cannot be read")
@APIResponse(responseCode = "404", description = "No such workspace")
@APIResponse(responseCode = "409", description = "The correlationId was used with other parameters")
@APIResponse(responseCode = "413", description = "The body is too large")
@APIResponse(responseCode = "422", description = "Rules are broken; violations names every one")
@APIResponse(responseCode = "503", description = "A dependency is down")
public class SubmissionResource {

    private static final String DESCRIPTION =
            "Checks every rule, then keeps job and parameters together. The same correlationId of the same workspace with the same"
                    + " parameters, compared after defaults, answers 200 with the first job. With retryOptions, only what the named run and"
                    + " its retries have not transferred.";

    private final JobSubmission submission;
    private final Callers callers;

    SubmissionResource(JobSubmission submission, Callers callers) {
        this.submission = submission;
        this.callers = callers;
    }

    @POST
    @Path("/document")
    @Operation(summary = "Submit a document job", description = DESCRIPTION)
    public Uni<RestResponse<JobView>> submitDocumentJob(
            @RestPath long workspaceId,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = DocumentConfiguration.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "copy with natives",
                                                        value = SubmissionExamples.DOCUMENT),
                                                @ExampleObject(
                                                        name = "retry what was left",
                                                        value = SubmissionExamples.RETRY)
                                            }))
                    DocumentConfiguration parameters) {
        return submit(workspaceId, parameters);
    }

    @POST
    @Path("/image")
    @Operation(summary = "Submit an image job", description = DESCRIPTION)
    public Uni<RestResponse<JobView>> submitImageJob(
            @RestPath long workspaceId,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = ImageConfiguration.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "produced images, otherwise originals",
                                                            value = SubmissionExamples.IMAGE)))
                    ImageConfiguration parameters) {
        return submit(workspaceId, parameters);
    }

    @POST
    @Path("/non-document")
    @Operation(summary = "Submit a job of other objects", description = DESCRIPTION)
    public Uni<RestResponse<JobView>> submitNonDocumentJob(
            @RestPath long workspaceId,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NonDocumentConfiguration.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "objects of a view",
                                                            value = SubmissionExamples.NON_DOCUMENT)))
                    NonDocumentConfiguration parameters) {
        return submit(workspaceId, parameters);
    }

    private Uni<RestResponse<JobView>> submit(long workspaceId, SyncConfiguration parameters) {
        if (parameters == null) {
            throw new BadRequest("The body is missing: send the job's parameters as a JSON object.");
        }
        var caller = callers.current();
        caller.mustSubmitIn(workspaceId);
        if (parameters.destinationWorkspaceId() != null) {
            caller.mustSubmitIn(parameters.destinationWorkspaceId());
        }
        var submitter = new Submitter(caller.name(), caller.administrator(), caller.submitsIn());
        return submission.submit(workspaceId, parameters, submitter).map(SubmissionResource::submitted);
    }

    private static RestResponse<JobView> submitted(AddedJob added) {
        var status = added.isNew() ? RestResponse.Status.ACCEPTED : RestResponse.Status.OK;
        return ResponseBuilder.create(status, JobView.of(added.job()))
                .header(
                        "Location",
                        URI.create(JobResource.BASE + "/jobs/" + added.job().jobId()))
                .build();
    }
}
