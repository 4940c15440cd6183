package com.relativity.sync.api;

import java.util.List;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Says of every call, once for all, that its faults are problems. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemsInOpenApi implements OASFilter {

    private static final String NAME = "Problem";

    @Override
    public Operation filterOperation(Operation operation) {
        var responses = operation.getResponses();
        if (responses != null) {
            responses.getAPIResponses().forEach((status, response) -> {
                boolean fault = status.startsWith("4") || status.startsWith("5");
                if (fault && response.getContent() == null) {
                    response.setContent(problem());
                }
            });
            responses.addAPIResponse("default", anyOther());
        }
        return operation;
    }

    private static APIResponse anyOther() {
        return OASFactory.createAPIResponse()
                .description(
                        "Any other fault, such as a body over the size limit or a dependency that is down (with Retry-After)")
                .content(problem());
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(NAME)));
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        api.setComponents(components.addSchema(NAME, schema()));
    }

    private static Schema schema() {
        var violation = object("One fault")
                .addProperty(
                        "field", text("Path in the body, such as fieldsMapping[2].sourceField, or a query parameter"))
                .addProperty("message", text("What must be so"));
        return object("What went wrong and what to do (RFC 9457)")
                .addProperty("type", text("urn:sync:problem: and the stable name of the kind of problem"))
                .addProperty("title", text("The kind of problem"))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .type(List.of(Schema.SchemaType.INTEGER))
                                .description("As in the answer's head"))
                .addProperty("detail", text("What happened, to what, and what to do"))
                .addProperty("instance", text("Path of the request"))
                .addProperty(
                        "violations",
                        OASFactory.createSchema()
                                .type(List.of(Schema.SchemaType.ARRAY))
                                .items(violation)
                                .description("Every fault of a rejected body or query; left out where there is none"));
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT)).description(description);
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)).description(description);
    }
}
