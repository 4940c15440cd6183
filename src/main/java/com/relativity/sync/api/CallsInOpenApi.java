package com.relativity.sync.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Gives every call its name, its roles and its examples, and says of every answer that it is whole. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class CallsInOpenApi implements OASFilter {

    private static final String JSON = "application/json";
    private static final String REFERENCE = "#/components/schemas/";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var texts = OpenApiTexts.read();
        forEachCall(api, (name, operation) -> {
            var call = texts.calls().get(name);
            if (call != null) {
                describe(operation, call);
            }
            nameRoles(operation);
        });
        makeConditionsFree(api);
        texts.nullable().forEach((schema, properties) -> {
            var of = api.getComponents().getSchemas().get(schema);
            if (of != null) {
                properties.forEach(property -> allowNull(of, property));
            }
        });
        new WholeAnswers(api).say();
    }

    /** Calls {@code each} with method and path, such as {@code GET /api/sync/v1/jobs}, and the operation. */
    static void forEachCall(OpenAPI api, BiConsumer<String, Operation> each) {
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .forEach((method, operation) -> each.accept(method + " " + path, operation)));
    }

    private static void describe(Operation operation, OpenApiTexts.Call call) {
        operation.setOperationId(call.id());
        if (operation.getRequestBody() != null) {
            var body = operation.getRequestBody().getContent().getMediaType(JSON);
            call.requests().forEach((name, value) -> addExample(body, name, value));
        }
        call.answers().forEach((answer, value) -> {
            String status = answer.substring(0, 3);
            String mediaType = answer.length() > 3 ? answer.substring(4) : null;
            var response = operation.getResponses().getAPIResponse(status);
            if (response.getContent() == null) {
                response.setContent(content(call.made()));
            }
            response.getContent().getMediaTypes().forEach((type, content) -> {
                if (type.equals(mediaType) || mediaType == null && !type.startsWith("text/csv")) {
                    addExample(content, "example", value);
                }
            });
        });
    }

    private static Content content(String schema) {
        return OASFactory.createContent()
                .addMediaType(
                        JSON,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(schema)));
    }

    private static void addExample(MediaType content, String name, Object value) {
        content.addExample(name, OASFactory.createExample().value(value));
    }

    /** The rights of a call, in words too: many tools show no scopes of a bearer token. */
    private static void nameRoles(Operation operation) {
        if (operation.getSecurity() == null) {
            return;
        }
        Set<String> roles = new TreeSet<>();
        operation
                .getSecurity()
                .forEach(requirement -> requirement.getSchemes().values().forEach(roles::addAll));
        if (!roles.isEmpty()) {
            String words = "Needs one of the roles " + String.join(", ", roles) + ".";
            String before = operation.getDescription();
            operation.setDescription(before == null ? words : before + "\n\n" + words);
        }
    }

    private static void makeConditionsFree(OpenAPI api) {
        var schemas = api.getComponents().getSchemas();
        if (schemas.containsKey("JsonNode")) {
            api.getComponents().removeSchema("JsonNodeType");
            api.getComponents()
                    .addSchema(
                            "JsonNode",
                            free("A condition, such as {\"field\":\"Custodian\",\"op\":\"is\",\"value\":\"…\"}"));
        }
        if (schemas.containsKey("CloudEventView")) {
            schemas.get("CloudEventView").addProperty("data", free("As the type says; see the AsyncAPI document"));
        }
        if (schemas.containsKey("ImportRequest")) {
            schemas.get("ImportRequest").removeProperty("ofDocuments");
            schemas.get("ImportRequest").removeProperty("ofImages");
        }
    }

    private static Schema free(String description) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT)).description(description);
    }

    private static void allowNull(Schema schema, String name) {
        var property = schema.getProperties().get(name);
        if (property.getRef() != null) {
            schema.addProperty(
                    name,
                    OASFactory.createSchema()
                            .description(property.getDescription())
                            .addAnyOf(OASFactory.createSchema().ref(property.getRef()))
                            .addAnyOf(OASFactory.createSchema().type(List.of(Schema.SchemaType.NULL))));
        } else if (property.getType() != null && !property.getType().contains(Schema.SchemaType.NULL)) {
            var types = new ArrayList<>(property.getType());
            types.add(Schema.SchemaType.NULL);
            property.setType(types);
        }
    }

    /** An answer has all its properties always, with null where there is no value; a request may leave out what has a default. */
    private static final class WholeAnswers {

        private final OpenAPI api;

        WholeAnswers(OpenAPI api) {
            this.api = api;
        }

        void say() {
            Set<String> asked = new HashSet<>();
            Set<String> answered = new HashSet<>();
            forEachCall(api, (name, operation) -> {
                if (operation.getRequestBody() != null) {
                    reach(operation.getRequestBody().getContent(), asked);
                }
                operation.getResponses().getAPIResponses().forEach((status, response) -> {
                    if (status.startsWith("2") && response.getContent() != null) {
                        reach(response.getContent(), answered);
                    }
                });
            });
            answered.removeAll(asked);
            answered.forEach(name -> {
                var schema = api.getComponents().getSchemas().get(name);
                if (schema.getProperties() != null) {
                    schema.setRequired(List.copyOf(schema.getProperties().keySet()));
                }
            });
        }

        private void reach(Content content, Set<String> reached) {
            var next = new ArrayDeque<Schema>();
            content.getMediaTypes().values().forEach(type -> {
                if (type.getSchema() != null) {
                    next.add(type.getSchema());
                }
            });
            while (!next.isEmpty()) {
                Schema schema = next.remove();
                if (schema.getRef() != null) {
                    String name = schema.getRef().substring(REFERENCE.length());
                    if (reached.add(name) && api.getComponents().getSchemas().containsKey(name)) {
                        next.add(api.getComponents().getSchemas().get(name));
                    }
                }
                if (schema.getItems() != null) {
                    next.add(schema.getItems());
                }
                if (schema.getProperties() != null) {
                    next.addAll(schema.getProperties().values());
                }
                addAll(next, schema.getOneOf());
                addAll(next, schema.getAnyOf());
                addAll(next, schema.getAllOf());
            }
        }

        private static void addAll(Collection<Schema> next, List<Schema> more) {
            if (more != null) {
                next.addAll(more);
            }
        }
    }
}
