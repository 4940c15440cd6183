package com.relativity.sync.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

/** The OpenAPI document that the build has made, and whether a body is as it says. */
public final class ApiDocument {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    /** A call, such as {@code GET /api/sync/v1/jobs/{jobId}}. */
    public record Call(String method, String path, JsonNode operation) {

        @Override
        public String toString() {
            return method + " " + path;
        }

        boolean isMeantBy(String requestMethod, String requestPath) {
            return method.equals(requestMethod)
                    && template().matcher(requestPath).matches();
        }

        private Pattern template() {
            var pattern = new StringBuilder();
            for (String part : path.split("(?=\\{)|(?<=})")) {
                pattern.append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
            }
            return Pattern.compile(pattern + "/?");
        }

        private long fixedLength() {
            return path.replaceAll("\\{\\w+}", "").length();
        }
    }

    private final JsonNode document;
    private final List<Call> calls = new ArrayList<>();
    private final ObjectNode components;

    private ApiDocument(JsonNode document) {
        this.document = document;
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation -> calls.add(
                                new Call(operation.getKey().toUpperCase(), path.getKey(), operation.getValue()))));
        this.components = closed(document.get("components").deepCopy());
    }

    public static ApiDocument read() {
        var loader = Thread.currentThread().getContextClassLoader();
        try (InputStream file = loader.getResourceAsStream("META-INF/quarkus-generated-openapi-doc.JSON")) {
            return new ApiDocument(new ObjectMapper().readTree(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public JsonNode document() {
        return document;
    }

    public List<Call> calls() {
        return calls;
    }

    /** The call that a request is. */
    public Optional<Call> call(String method, String path) {
        return calls.stream()
                .filter(call -> call.isMeantBy(method, path))
                .max(java.util.Comparator.comparingLong(Call::fixedLength));
    }

    /** The values of the examples of {@code content}, by name. */
    public Map<String, JsonNode> examples(JsonNode content) {
        var examples = new TreeMap<String, JsonNode>();
        content.path("examples").properties().forEach(example -> {
            String reference = example.getValue().path("$ref").asText();
            var told = reference.isEmpty() ? example.getValue() : document.at(reference.substring(1));
            examples.put(example.getKey(), told.get("value"));
        });
        return examples;
    }

    /** What keeps {@code body} from being as {@code content} (of an answer or a request) says; empty where it is. */
    public Set<String> faults(JsonNode content, JsonNode body) {
        ObjectNode root = content.get("schema").deepCopy();
        root.set("components", components);
        var faults = new TreeSet<String>();
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(root)
                .validate(body)
                .forEach(fault -> faults.add(fault.getMessage()));
        return faults;
    }

    /** Readers must pass over properties that they do not know; here one that is not described is a fault. */
    private static ObjectNode closed(ObjectNode components) {
        components.get("schemas").forEach(schema -> {
            if (schema.has("properties") && !schema.has("additionalProperties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        return components;
    }
}
