package com.relativity.sync.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The bill of materials that the build makes beside the packaged service, the licences in it, and docs/third-party.md. */
@DisabledIfSystemProperty(
        named = "native",
        matches = ".*",
        disabledReason = "A native executable has no jars to compare with")
class PackagedPartsIT {

    private static final Path PACKAGED = Path.of("target", "quarkus-app");
    private static final Path BILL = Path.of("target", "quarkus-run-cyclonedx.json");
    private static final Path PAGE = Path.of("docs", "third-party.md");

    /** A part must offer at least one of these; where it offers several, the service is distributed under one of these. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "MIT", "MIT-0", "Public Domain");

    /** By the path of the jar in the package. */
    private static final Map<String, JsonNode> PARTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        for (JsonNode part : new ObjectMapper().readTree(BILL.toFile()).get("components")) {
            part.at("/evidence/occurrences")
                    .forEach(place -> PARTS.put(place.get("location").asText(), part));
        }
    }

    @Test
    void everyJarInThePackage_isInTheBillWithItsHash() throws Exception {
        List<Path> jars;
        try (Stream<Path> files = Files.walk(PACKAGED.resolve("lib"))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }

        assertTrue(jars.size() > 100, "found only " + jars.size());
        for (Path jar : jars) {
            String place = PACKAGED.relativize(jar).toString().replace('\\', '/');
            assertTrue(PARTS.containsKey(place), () -> place + " is not in " + BILL);
            assertEquals(sha256(jar), hash(PARTS.get(place)), place);
        }
    }

    @Test
    void everyPart_hasALicenceThatIsAllowed() {
        var others = new TreeMap<String, List<String>>();

        ofOthers().forEach((name, licences) -> {
            if (licences.stream().noneMatch(ALLOWED::contains)) {
                others.put(name, licences);
            }
        });

        assertEquals(Map.of(), others, "Drop these, or have somebody who may allow their licences and name them here");
    }

    /** The page is written anew where it differs, so that it only has to be committed. */
    @Test
    void thePageNamesEveryPart() throws IOException {
        String page = page();
        boolean same = Files.exists(PAGE) && Files.readString(PAGE).equals(page);

        if (!same) {
            Files.writeString(PAGE, page);
        }

        assertTrue(same, PAGE + " was out of date and has been written anew; look at it and commit it");
    }

    /** Licences by name and version, of what others have made. */
    private static Map<String, List<String>> ofOthers() {
        var parts = new TreeMap<String, List<String>>();
        PARTS.forEach((place, part) -> {
            if (place.startsWith("lib/")) {
                parts.put(
                        part.get("group").asText() + ":" + part.get("name").asText() + ":"
                                + part.get("version").asText(),
                        licences(part));
            }
        });
        return parts;
    }

    private static List<String> licences(JsonNode part) {
        var licences = new ArrayList<String>();
        part.path("licenses").forEach(choice -> {
            JsonNode licence = choice.path("license");
            licences.add(
                    licence.has("id")
                            ? licence.get("id").asText()
                            : licence.has("name")
                                    ? licence.get("name").asText()
                                    : choice.path("expression").asText());
        });
        return licences;
    }

    private static String page() {
        var page = new StringBuilder("""
                # Third parties

                What is packaged with the service, and the licences that each part is offered under. The build makes this page (`PackagedPartsIT`) of
                the bill of materials that it writes to `target/quarkus-run-cyclonedx.json` (CycloneDX); do not edit it. A part that offers
                none of the allowed licences fails the build.

                | part | licences |
                | --- | --- |
                """);
        ofOthers()
                .forEach((name, licences) ->
                        page.append("| `%s` | %s |\n".formatted(name, String.join(", ", licences))));
        return page.toString();
    }

    private static String hash(JsonNode part) {
        for (JsonNode hash : part.get("hashes")) {
            if (hash.get("alg").asText().equals("SHA-256")) {
                return hash.get("content").asText();
            }
        }
        throw new AssertionError("No SHA-256 of " + part);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
