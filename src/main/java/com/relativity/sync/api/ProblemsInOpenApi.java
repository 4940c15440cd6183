package com.relativity.sync.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Says of every call, once for all, which problems it may answer, with an example of each. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemsInOpenApi implements OASFilter {

    private static final String NAME = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        api.setComponents(components.addSchema(NAME, schema()));
        var problems = OpenApiTexts.read().problems();
        problems.forEach((slug, problem) ->
                components.addExample(slug, OASFactory.createExample().value(example(slug, problem))));
        CallsInOpenApi.forEachCall(
                api,
                (call, operation) -> problems.forEach((slug, problem) -> {
                    boolean own = problem.where() != null && call.matches(problem.where());
                    if (own || problem.where() == null) {
                        content(operation, own ? Integer.toString(problem.status()) : "default", problem)
                                .addExample(slug, OASFactory.createExample().ref(slug));
                    }
                }));
    }

    private static MediaType content(Operation operation, String status, OpenApiTexts.Fault problem) {
        var responses = operation.getResponses();
        var response = responses.getAPIResponse(status);
        if (response == null) {
            response = OASFactory.createAPIResponse()
                    .description(status.equals("default") ? "Any other fault" : problem.title());
            responses.addAPIResponse(status, response);
        }
        if (response.getContent() == null) {
            response.setContent(OASFactory.createContent());
        }
        Content content = response.getContent();
        if (!content.hasMediaType(Problem.MEDIA_TYPE)) {
            content.addMediaType(
                    Problem.MEDIA_TYPE,
                    OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().ref(NAME)));
        }
        return content.getMediaType(Problem.MEDIA_TYPE);
    }

    private static Map<String, Object> example(String slug, OpenApiTexts.Fault problem) {
        var example = new LinkedHashMap<String, Object>();
        example.put("type", "urn:sync:problem:" + slug);
        example.put("title", problem.title());
        example.put("status", problem.status());
        example.put("detail", problem.detail());
        example.put("instance", "/api/sync/v1/jobs/17");
        if (problem.violations() != null) {
            example.put("violations", problem.violations());
        }
        return example;
    }

    private static Schema schema() {
        var violation = object("One fault")
                .addProperty(
                        "field", text("Path in the body, such as fieldsMapping[2].sourceField, or a query parameter"))
                .addProperty("message", text("What must be so"))
                .required(List.of("field", "message"));
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
                                .description("Every fault of a rejected body or query; left out where there is none"))
                .required(List.of("type", "title", "status", "detail", "instance"));
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT)).description(description);
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)).description(description);
    }
}
