package com.relativity.sync.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** That {@link Kustomization} renders what a cluster gets. Needs kubectl with a kustomize of version 5 on the path, and passes over without. */
class KustomizationTest {

    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/small", "strimzi"})
    void whatTheTestsCheck_isWhatKustomizeRenders(String directory, @TempDir Path temporary)
            throws IOException, InterruptedException {
        var path = Path.of("deploy", "kubernetes").resolve(directory);
        assumeTrue(
                run(temporary, "version", "--client").contains("Kustomize Version: v5"), "No kubectl with kustomize 5");

        Files.writeString(temporary.resolve("rendered.yaml"), run(temporary, "kustomize", path.toString()));

        var wanted = byName(Kustomization.read(temporary.resolve("rendered.yaml")));
        var rendered = byName(Kustomization.render(path));
        assertEquals(wanted.keySet(), rendered.keySet());
        wanted.forEach((name, object) -> assertEquals(object, rendered.get(name), name));
    }

    private static String run(Path temporary, String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        try {
            var output = temporary.resolve("output");
            var process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(temporary.resolve("error").toFile())
                    .start();
            return process.waitFor() == 0 ? Files.readString(output) : "";
        } catch (IOException notInstalled) {
            return "";
        }
    }

    private static Map<String, ObjectNode> byName(List<ObjectNode> objects) {
        return objects.stream()
                .collect(Collectors.toMap(
                        object -> object.path("kind").asText() + " " + Kustomization.name(object),
                        object -> object,
                        (one, other) -> {
                            throw new AssertionError("Twice: " + other);
                        },
                        TreeMap::new));
    }
}
