package com.relativity.sync.deployment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/**
 * The objects that {@code kubectl apply -k} would apply. Understands what {@code deploy/kubernetes} uses of kustomize and refuses all else, so
 * that nothing is checked in another shape than a cluster gets.
 */
final class Kustomization {

    private static final ObjectMapper YAML = JsonMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CLUSTER_WIDE = Set.of("Namespace");

    private final Path directory;
    private final JsonNode file;

    /** What the overlay gets from below, as it is so far. */
    private final List<ObjectNode> objects;

    /** Objects of generators by name: they get their final name at the very end. */
    private final Map<String, ObjectNode> generated;

    private Kustomization(Path directory, List<ObjectNode> objects, Map<String, ObjectNode> generated)
            throws IOException {
        this.directory = directory;
        this.file = YAML.readTree(directory.resolve("kustomization.yaml").toFile());
        this.objects = objects;
        this.generated = generated;
    }

    static List<ObjectNode> render(Path directory) throws IOException {
        var objects = new ArrayList<ObjectNode>();
        var generated = new TreeMap<String, ObjectNode>();
        new Kustomization(directory, objects, generated).build();
        generated.forEach((name, configMap) -> rename(objects, name, name + "-" + hash(configMap)));
        return objects;
    }

    /** The documents of a file. */
    static List<ObjectNode> read(Path file) throws IOException {
        try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(file.toFile())) {
            return documents.readAll();
        }
    }

    private void build() throws IOException {
        for (var field : file.properties()) {
            switch (field.getKey()) {
                case "apiVersion", "kind", "namespace", "resources", "components" -> {}
                case "configMapGenerator", "patches", "images", "replicas" -> {}
                default ->
                    throw new IllegalArgumentException("%s: %s is not understood".formatted(directory, field.getKey()));
            }
        }
        for (JsonNode resource : file.path("resources")) {
            var path = directory.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) {
                new Kustomization(path, objects, generated).build();
            } else if (path.startsWith(directory.normalize())) {
                objects.addAll(read(path));
            } else {
                throw new IllegalArgumentException(path + " lies outside " + directory);
            }
        }
        for (JsonNode component : file.path("components")) {
            new Kustomization(directory.resolve(component.asText()).normalize(), objects, generated).build();
        }
        file.path("configMapGenerator").forEach(this::generate);
        file.path("patches").forEach(this::patch);
        if (file.has("namespace")) {
            objects.stream()
                    .filter(object -> !CLUSTER_WIDE.contains(object.path("kind").asText()))
                    .forEach(object -> object.withObject("/metadata")
                            .put("namespace", file.get("namespace").asText()));
        }
        file.path("replicas").forEach(this::setReplicas);
        file.path("images").forEach(this::setImage);
    }

    private void generate(JsonNode generator) {
        String name = generator.get("name").asText();
        boolean merge = "merge".equals(generator.path("behavior").asText());
        if (merge != generated.containsKey(name)) {
            throw new IllegalArgumentException("%s: ConfigMap %s is %s"
                    .formatted(directory, name, merge ? "not there to be merged with" : "there already"));
        }
        if (!merge) {
            var configMap = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
            configMap.putObject("metadata").put("name", name);
            generated.put(name, configMap);
            objects.add(configMap);
        }
        for (JsonNode literal : generator.get("literals")) {
            String[] entry = literal.asText().split("=", 2);
            generated.get(name).withObject("/data").put(entry[0], entry[1]);
        }
    }

    private void patch(JsonNode patch) {
        var target = patch.get("target");
        var object = only(candidate ->
                candidate.path("kind").asText().equals(target.get("kind").asText())
                        && name(candidate).equals(target.get("name").asText()));
        try {
            for (JsonNode operation : YAML.readTree(patch.get("patch").asText())) {
                apply(operation, object);
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(directory + ": a patch is no YAML", unreadable);
        }
    }

    private void apply(JsonNode operation, ObjectNode object) {
        var path = JsonPointer.compile(operation.get("path").asText());
        var parent = object.at(path.head());
        String last = path.last().getMatchingProperty();
        String what = operation.get("op").asText();
        if (!what.equals("add") && object.at(path).isMissingNode()) {
            throw new IllegalArgumentException("%s: there is no %s in %s".formatted(directory, path, name(object)));
        }
        switch (what) {
            case "remove" -> {
                if (parent instanceof ArrayNode list) {
                    list.remove(Integer.parseInt(last));
                } else {
                    ((ObjectNode) parent).remove(last);
                }
            }
            case "add", "replace" -> {
                if (parent instanceof ArrayNode list) {
                    if (last.equals("-")) {
                        list.add(operation.get("value"));
                    } else if (what.equals("add")) {
                        list.insert(Integer.parseInt(last), operation.get("value"));
                    } else {
                        list.set(Integer.parseInt(last), operation.get("value"));
                    }
                } else {
                    ((ObjectNode) parent).set(last, operation.get("value"));
                }
            }
            default -> throw new IllegalArgumentException(directory + ": " + what + " is not understood");
        }
    }

    private void setReplicas(JsonNode replicas) {
        only(object -> object.path("kind").asText().equals("Deployment")
                        && name(object).equals(replicas.get("name").asText()))
                .withObject("/spec")
                .put("replicas", replicas.get("count").asInt());
    }

    private void setImage(JsonNode image) {
        for (JsonNode container : objects.stream()
                .flatMap(object -> object.at("/spec/template/spec").findValues("containers").stream())
                .toList()) {
            for (JsonNode each : container) {
                String[] current = each.get("image").asText().split(":", 2);
                if (current[0].equals(image.get("name").asText())) {
                    ((ObjectNode) each)
                            .put(
                                    "image",
                                    image.path("newName").asText(current[0]) + ":"
                                            + image.path("newTag").asText(current[1]));
                }
            }
        }
    }

    private ObjectNode only(Predicate<ObjectNode> which) {
        var found = objects.stream().filter(which).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(directory + ": " + found.size() + " objects are meant, not one");
        }
        return found.get(0);
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    /** Kustomize names a generated ConfigMap after what it holds, so that pods roll when it changes. */
    private static String hash(ObjectNode configMap) {
        var hashed = JSON.createObjectNode();
        var data = hashed.putObject("data");
        new TreeMap<>(JSON.convertValue(configMap.get("data"), StringMap.class)).forEach(data::put);
        hashed.put("kind", "ConfigMap").put("name", "");
        String json = hashed.toString()
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e");
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(digest)
                    .substring(0, 10)
                    .replace('0', 'g')
                    .replace('1', 'h')
                    .replace('3', 'k')
                    .replace('a', 'm')
                    .replace('e', 't');
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    private static void rename(List<ObjectNode> objects, String from, String to) {
        for (ObjectNode object : objects) {
            if (object.path("kind").asText().equals("ConfigMap") && name(object).equals(from)) {
                object.withObject("/metadata").put("name", to);
            }
            object.findParents("configMapRef").forEach(parent -> rename(parent.get("configMapRef"), from, to));
            object.findParents("configMapKeyRef").forEach(parent -> rename(parent.get("configMapKeyRef"), from, to));
        }
    }

    private static void rename(JsonNode reference, String from, String to) {
        if (reference.path("name").asText().equals(from)) {
            ((ObjectNode) reference).put("name", to);
        }
    }

    private static final class StringMap extends TreeMap<String, String> {
        private static final long serialVersionUID = 1;
    }
}
