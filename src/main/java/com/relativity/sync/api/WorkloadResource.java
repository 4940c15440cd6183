package com.relativity.sync.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.relativity.sync.access.Roles;
import com.relativity.sync.joblist.Workload;

@Path("/api/sync/v1/workload")
@Tag(name = "Workload")
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
@APIResponse(responseCode = "503", description = "A dependency is down")
public class WorkloadResource {

    private final Workload workload;

    WorkloadResource(Workload workload) {
        this.workload = workload;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Tell how much work there is",
            description =
                    "The size is told by the number of jobs in the list, waiting and running; autoscaling reads it.")
    @APIResponse(
            responseCode = "200",
            description = "The workload",
            content = @Content(schema = @Schema(implementation = Workload.Reading.class)))
    public Uni<Workload.Reading> workload() {
        return workload.read();
    }
}
