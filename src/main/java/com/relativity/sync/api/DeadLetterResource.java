package com.relativity.sync.api;

import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import com.relativity.sync.access.Callers;
import com.relativity.sync.access.Roles;
import com.relativity.sync.deadletter.DeadLetterList;
import com.relativity.sync.deadletter.Redrive;
import com.relativity.sync.deadletter.RedriveOutcome;
import com.relativity.sync.problem.BadRequest;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;

/** Records that could not be read, for operators. */
@Path("/api/sync/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
@APIResponse(responseCode = "503", description = "Kafka or PostgreSQL is down, or too many calls read dead letters")
public class DeadLetterResource {

    private final DeadLetterList letters;
    private final Redrive redrive;
    private final Callers callers;

    DeadLetterResource(DeadLetterList letters, Redrive redrive, Callers callers) {
        this.letters = letters;
        this.redrive = redrive;
        this.callers = callers;
    }

    record DeadLettersView(List<DeadLetterView> items) {}

    /** @param partition null with {@code offset}: all letters */
    record RedriveRequest(Long partition, Long offset) {}

    @GET
    @Operation(
            summary = "List records that could not be read, newest first",
            description =
                    "Those of the dead letter topic that were not redriven. Where keys and values are large, fewer than limit are shown"
                            + " (sync.dead-letters.most-shown).")
    @APIResponse(
            responseCode = "200",
            description = "The newest dead letters",
            content = @Content(schema = @Schema(implementation = DeadLettersView.class)))
    @APIResponse(responseCode = "400", description = "A query parameter cannot be read")
    public Uni<DeadLettersView> list(
            @Parameter(description = "1 to 500, default 50", schema = @Schema(implementation = Integer.class))
                    @RestQuery
                    String limit) {
        var query = new QueryReader();
        int most = query.limit(limit);
        query.check();
        return letters.newest(most)
                .map(newest -> new DeadLettersView(
                        newest.stream().map(DeadLetterView::of).toList()));
    }

    @POST
    @Path("/redrive")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send dead letters to the topic they came from",
            description =
                    "With partition and offset, as the list shows them, that one; with {} all that the topic holds by now. Key, value and"
                            + " headers are as they were. A letter that was redriven leaves the list and is skipped from then on. One that"
                            + " still cannot be read becomes a new dead letter. Where the call fails, letters that were sent already may be"
                            + " sent again by the next one.")
    @APIResponse(
            responseCode = "200",
            description =
                    "How many were sent, and how many of those asked for were not: redriven before, or too large to be sent",
            content = @Content(schema = @Schema(implementation = RedriveOutcome.class)))
    @APIResponse(responseCode = "400", description = "The body cannot be read")
    @APIResponse(responseCode = "422", description = "There is no such dead letter")
    public Uni<RedriveOutcome> redrive(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = RedriveRequest.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "one",
                                                        value = "{\"partition\": 3, \"offset\": 17}"),
                                                @ExampleObject(name = "all", value = "{}")
                                            }))
                    RedriveRequest request) {
        if (request == null) {
            throw new BadRequest(
                    "The body is missing: send {\"partition\": …, \"offset\": …} for one dead letter, {} for all.");
        }
        String by = callers.current().name();
        if (request.partition() == null && request.offset() == null) {
            return redrive.all(by);
        }
        check(request);
        return redrive.one(request.partition(), request.offset(), by);
    }

    private static void check(RedriveRequest request) {
        var faults = new ArrayList<Violation>();
        check(faults, "partition", request.partition());
        check(faults, "offset", request.offset());
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
    }

    private static void check(List<Violation> faults, String field, Long given) {
        if (given == null) {
            faults.add(new Violation(field, "is missing: partition and offset name a dead letter together"));
        } else if (given < 0) {
            faults.add(new Violation(field, "must not be negative"));
        }
    }
}
