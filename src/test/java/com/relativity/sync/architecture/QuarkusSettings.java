package com.relativity.sync.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Settings of Quarkus and its parts: what application.properties sets, and what Quarkus's own documentation says of them. */
final class QuarkusSettings {

    /** Properties under the comment that stands above them. */
    record Block(String comment, Map<String, String> properties) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROPERTIES = Path.of("src", "main", "resources", "application.properties");

    private static final Pattern WIRING =
            Pattern.compile("^mp\\.messaging\\..*\\.(connector|topic|(key|value)\\.(de)?serializer|cloud-events)=");

    private final Map<String, JsonNode> documented = new TreeMap<>();
    private final Map<String, String> comments = new TreeMap<>();

    private QuarkusSettings() {}

    static QuarkusSettings read() throws IOException {
        var read = new QuarkusSettings();
        var loader = QuarkusSettings.class.getClassLoader();
        for (var model :
                Collections.list(loader.getResources("META-INF/quarkus-config-doc/quarkus-config-model.json"))) {
            read(model).get("configRoots").forEach(root -> read.note(root.path("items")));
        }
        for (var javadoc :
                Collections.list(loader.getResources("META-INF/quarkus-config-doc/quarkus-config-javadoc.json"))) {
            read(javadoc)
                    .get("elements")
                    .properties()
                    .forEach(element -> read.comments.put(
                            element.getKey(),
                            element.getValue().path("description").asText()));
        }
        return read;
    }

    private static JsonNode read(URL document) throws IOException {
        try (InputStream content = document.openStream()) {
            return JSON.readTree(content);
        }
    }

    private void note(JsonNode items) {
        for (JsonNode item : items) {
            if (item.has("items")) {
                note(item.get("items"));
            }
            if (item.has("path") && item.at("/path/property").isTextual()) {
                documented.put(item.at("/path/property").asText(), item);
            }
        }
    }

    /** Whether Quarkus takes this only when the service is built. */
    boolean isFixed(String name) {
        return documented(name)
                .map(item -> !item.path("phase").asText().equals("RUN_TIME"))
                .orElse(false);
    }

    private java.util.Optional<JsonNode> documented(String name) {
        var exact = documented.get(name);
        return exact != null
                ? java.util.Optional.of(exact)
                : documented.entrySet().stream()
                        .filter(known -> known.getKey().contains("\"") && matches(known.getKey(), name))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    private static boolean matches(String pattern, String name) {
        String[] fixed = pattern.split("\"[^\"]*\"", -1);
        var whole = new StringBuilder();
        for (int i = 0; i < fixed.length; i++) {
            whole.append(i == 0 ? "" : ".+").append(Pattern.quote(fixed[i]));
        }
        return name.matches(whole.toString());
    }

    /** The first sentence of Quarkus's own words on the setting. */
    String comment(String name) {
        var item = documented(name).orElseThrow(() -> new AssertionError("Quarkus knows no setting " + name));
        String whole = comments.get(item.get("sourceType").asText() + "."
                + item.get("sourceElementName").asText());
        if (whole == null) {
            throw new AssertionError("Quarkus says nothing of " + name);
        }
        String plain = whole.replaceAll("(?s)<pre>.*?</pre>|<[^>]+>|\\{@\\w+ ([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .trim();
        return plain.replaceAll("(?<=[a-z)`\"]\\.) .*", "");
    }

    /**
     * What application.properties sets outside tests and development, with the comments there; without settings of our own, and without the
     * wiring of channels.
     */
    static List<Block> set() throws IOException {
        var blocks = new ArrayList<>(List.of(new Block("", new LinkedHashMap<>())));
        String comment = "";
        boolean above = false;
        for (String line : Files.readAllLines(PROPERTIES)) {
            if (line.startsWith("#")) {
                comment = (above ? comment + " " : "") + line.substring(1).trim();
                above = true;
                blocks.add(new Block(comment, new LinkedHashMap<>()));
            } else {
                above = false;
                if (line.isBlank()) {
                    blocks.add(new Block("", new LinkedHashMap<>()));
                } else if (!line.startsWith("%")
                        && !line.startsWith("sync.")
                        && !WIRING.matcher(line).find()) {
                    int equals = line.indexOf('=');
                    blocks.get(blocks.size() - 1)
                            .properties()
                            .put(
                                    line.substring(0, equals).trim(),
                                    line.substring(equals + 1).trim());
                }
            }
        }
        blocks.removeIf(block -> block.properties().isEmpty());
        return blocks;
    }
}
