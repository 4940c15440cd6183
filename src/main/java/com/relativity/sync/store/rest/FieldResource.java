package com.relativity.sync.store.rest;

import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.relativity.sync.access.Roles;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.store.Fields;
import com.relativity.sync.store.Names;
import com.relativity.sync.store.ObjectTypes;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.OverlayBehavior;
import com.relativity.sync.workspace.Workspace;

/** Fields of object types. */
@Path(Answers.BASE + "/{workspaceId}/fields")
@Tag(name = "Fields")
@RolesAllowed({Roles.READER, Roles.SUBMITTER, Roles.OPERATOR, Roles.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class FieldResource {

    private static final int LONGEST = 10_000;

    private final Workspaces workspaces;
    private final ObjectTypes types;
    private final Fields fields;

    FieldResource(Workspaces workspaces, ObjectTypes types, Fields fields) {
        this.workspaces = workspaces;
        this.types = types;
        this.fields = fields;
    }

    /** The body of a new field. */
    public record NewFieldBody(
            @Schema(required = true, maxLength = 255) String name,
            @Schema(required = true) FieldType type,

            @Schema(description = "Document where none is given.")
            Long objectTypeId,

            @Schema(defaultValue = "ReplaceValues") OverlayBehavior overlayBehavior,

            @Schema(
                    description = "Most characters of a FixedLengthText, which alone has one.",
                    minimum = "1",
                    maximum = "10000",
                    defaultValue = "255")
            Integer length,

            @Schema(description = "Object type of the objects in a SingleObject or MultipleObject.")
            Long associatedObjectTypeId) {}

    @GET
    @Operation(summary = "List the fields of an object type", description = "The identifier first.")
    @APIResponse(responseCode = "200", description = "All its fields")
    @APIResponse(responseCode = "404", description = "There is no such workspace or object type")
    public Uni<Listing<Field>> list(
            @PathParam("workspaceId") long workspaceId,
            @Parameter(
                            description = "Document where none is given.",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @QueryParam("objectTypeId")
                    String objectTypeId) {
        Long typeId = QueryIds.read("objectTypeId", objectTypeId);
        return workspaces
                .get(workspaceId)
                .map(workspace -> typeId == null ? workspace.documentTypeId() : typeId)
                .chain(wanted -> fields.of(workspaceId, wanted))
                .map(found -> {
                    // Every type has its identifier, so no field means no type.
                    if (found.isEmpty()) {
                        throw new NotFound("There is no object type " + typeId + " in workspace " + workspaceId + ".");
                    }
                    return Listing.whole(found);
                });
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Make a field")
    @APIResponse(responseCode = "201", description = "The field made")
    @APIResponse(responseCode = "404", description = "There is no such workspace")
    @APIResponse(responseCode = "409", description = "The object type has a field of that name")
    @APIResponse(responseCode = "422", description = "The field breaks rules; violations names them all")
    public Uni<RestResponse<Field>> create(@PathParam("workspaceId") long workspaceId, NewFieldBody body) {
        NewFieldBody field = Answers.required(body);
        return workspaces
                .get(workspaceId)
                .chain(workspace -> typeFaults(workspace, field).map(unknown -> check(field, unknown, workspace)))
                .chain(typeId -> fields.create(typeId, newField(field)))
                .map(made -> Answers.created("/" + workspaceId + "/fields", made));
    }

    private Uni<List<Violation>> typeFaults(Workspace workspace, NewFieldBody field) {
        return typeFault(workspace, "objectTypeId", field.objectTypeId())
                .chain(own -> typeFault(workspace, "associatedObjectTypeId", field.associatedObjectTypeId())
                        .map(associated -> {
                            List<Violation> both = new ArrayList<>(own);
                            both.addAll(associated);
                            return both;
                        }));
    }

    private Uni<List<Violation>> typeFault(Workspace workspace, String at, Long objectTypeId) {
        if (objectTypeId == null) {
            return Uni.createFrom().item(List.of());
        }
        return types.find(workspace.workspaceId(), objectTypeId)
                .map(found -> found.isPresent()
                        ? List.of()
                        : List.of(new Violation(
                                at,
                                "There is no object type " + objectTypeId + " in workspace " + workspace.workspaceId()
                                        + ".")));
    }

    /** The type that the field belongs to; fails with every fault of the body. */
    private static long check(NewFieldBody field, List<Violation> unknownTypes, Workspace workspace) {
        List<Violation> faults = new ArrayList<>(unknownTypes);
        String name = Names.fault(field.name());
        if (name != null) {
            faults.add(new Violation("name", name));
        }
        if (field.type() == null) {
            faults.add(new Violation("type", "A type is required."));
        } else {
            checkAgainstType(field, faults);
        }
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
        return field.objectTypeId() == null ? workspace.documentTypeId() : field.objectTypeId();
    }

    private static void checkAgainstType(NewFieldBody field, List<Violation> faults) {
        if (field.length() != null && field.type() != FieldType.FixedLengthText) {
            faults.add(new Violation("length", "Only a FixedLengthText has a length; leave it out."));
        } else if (field.length() != null && (field.length() < 1 || field.length() > LONGEST)) {
            faults.add(new Violation("length", "A length is 1 to " + LONGEST + "; beyond that, use LongText."));
        }
        if (field.associatedObjectTypeId() != null && !field.type().isObject()) {
            faults.add(new Violation(
                    "associatedObjectTypeId",
                    "Only a SingleObject or MultipleObject has an associated object type; leave it out."));
        }
        if (field.overlayBehavior() == OverlayBehavior.MergeValues
                && !field.type().isMultiple()) {
            faults.add(new Violation(
                    "overlayBehavior", "Only a MultipleChoice or MultipleObject can merge; use ReplaceValues."));
        }
    }

    private static NewField newField(NewFieldBody field) {
        Integer length = field.type() == FieldType.FixedLengthText && field.length() == null
                ? Integer.valueOf(Fields.DEFAULT_LENGTH)
                : field.length();
        return new NewField(
                field.name(),
                field.type(),
                field.overlayBehavior() == null ? OverlayBehavior.ReplaceValues : field.overlayBehavior(),
                length,
                field.associatedObjectTypeId());
    }
}
