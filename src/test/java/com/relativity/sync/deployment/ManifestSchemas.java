package com.relativity.sync.deployment;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

/** What Kubernetes, KEDA, Strimzi and the Prometheus operator take; {@code src/test/resources/kubernetes} tells where that is from. */
final class ManifestSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FILES = List.of("kubernetes", "keda", "prometheus-operator", "strimzi");

    private final Map<String, JsonSchema> kinds = new HashMap<>();

    ManifestSchemas() throws IOException {
        var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        for (String file : FILES) {
            try (var stream = ManifestSchemas.class.getResourceAsStream("/kubernetes/" + file + ".json")) {
                var read = JSON.readTree(stream);
                read.get("kinds").properties().forEach(kind -> {
                    var schema = JSON.createObjectNode();
                    schema.set("$ref", kind.getValue());
                    schema.set("$defs", read.get("$defs"));
                    kinds.put(kind.getKey(), factory.getSchema(schema));
                });
            }
        }
    }

    /** An unknown kind, unknown or missing fields, and values of another type, pattern or range than is allowed. */
    List<String> faults(JsonNode object) {
        var kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        var schema = kinds.get(kind);
        return schema == null
                ? List.of("There is no kind " + kind)
                : schema.validate(object).stream()
                        .map(fault -> "%s %s: %s".formatted(kind, Kustomization.name(object), fault.getMessage()))
                        .toList();
    }
}
