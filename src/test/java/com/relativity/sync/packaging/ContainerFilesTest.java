package com.relativity.sync.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The rules that the container files hold; each broken line is named. */
class ContainerFilesTest {

    private static final Path FOLDER = Path.of("src", "main", "docker");
    private static final String LINTER = "dockerfile-utils@0.16.3";
    private static final Pattern PINNED = Pattern.compile("[^\\s:]+(/[^\\s:]+)*:(?!latest)[^\\s]+( AS [a-z]+)?");
    private static final List<String> KNOWN = List.of(
            "ARG", "FROM", "WORKDIR", "COPY", "RUN", "LABEL", "ENV", "USER", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT");

    /** An instruction, its lines joined. */
    private record Instruction(String name, String arguments) {}

    static Stream<String> files() {
        return Stream.of("Dockerfile.jvm", "Dockerfile.native");
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdsTheRules(String file) throws IOException {
        assertEquals(List.of(), faults(Files.readString(FOLDER.resolve(file))));
    }

    /** Faults of form that the rules above do not look for. Without Node.js it is left to the build server, which installs it. */
    @ParameterizedTest
    @MethodSource("files")
    void aLinterFindsNothing(String file) throws Exception {
        Assumptions.assumeTrue(System.getenv("CI") != null || startsNpx(), "there is no npx here");
        var log = Files.createTempFile("lint", ".txt");

        int code = new ProcessBuilder(
                        "npx", "--yes", LINTER, "lint", FOLDER.resolve(file).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();

        assertEquals(0, code, Files.readString(log));
    }

    private static boolean startsNpx() throws InterruptedException {
        try {
            return new ProcessBuilder("npx", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                        "USER 10001:10001 > USER root",
                        "USER 10001:10001 > USER sync",
                        "STOPSIGNAL SIGTERM > STOPSIGNAL SIGKILL",
                        "EXPOSE 8080 > EXPOSE http",
                        "ubi-micro:9.6 > ubi-micro",
                        "ubi-micro:9.6 > ubi-micro:latest",
                        "ENTRYPOINT [ > ENTRYPOINT sh -c [",
                        "COPY src/main src/main > ADD src/main src/main",
                        "COPY --from=train /app /app > COPY --from=trane /app /app",
                        "COPY --from=train /app /app > RUN useradd sync",
                        "LANG=C.UTF-8 > LANG=C",
                        "COPY src/main src/main > COPY src/main/nothing nothing")
                .map(change -> change.split(" > "))
                .map(change -> Arguments.of(change[0], change[1]));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenRuleIsSeen(String good, String bad) throws IOException {
        String file = Files.readString(FOLDER.resolve("Dockerfile.jvm"));
        assertEquals(true, file.contains(good), good + " is not in the file");

        assertEquals(false, faults(file.replace(good, bad)).isEmpty(), "this passed: " + bad);
    }

    private static List<String> faults(String file) {
        var instructions = instructions(file);
        var faults = new ArrayList<String>();
        var stages = new ArrayList<String>();
        int last = 0;
        for (int i = 0; i < instructions.size(); i++) {
            var one = instructions.get(i);
            if (!KNOWN.contains(one.name())) {
                faults.add("no such instruction, or one that hides what it does: " + one);
            }
            if (one.name().equals("FROM")) {
                last = i;
                if (!PINNED.matcher(one.arguments()).matches()) {
                    faults.add("a base without a version: " + one);
                }
                stages.add(one.arguments().replaceFirst(".* AS ", ""));
            }
            if (one.name().equals("COPY")) {
                copyFault(one, stages, faults);
            }
        }
        imageFaults(instructions.subList(last, instructions.size()), faults);
        return faults;
    }

    private static void copyFault(Instruction copy, List<String> stages, List<String> faults) {
        var words = List.of(copy.arguments().split("\\s+"));
        if (words.get(0).startsWith("--from=")) {
            if (!stages.contains(words.get(0).substring("--from=".length()))) {
                faults.add("from a stage that is not there: " + copy);
            }
            return;
        }
        words.subList(0, words.size() - 1).stream()
                .filter(source -> !Files.exists(Path.of(source)))
                .forEach(source -> faults.add("copies what is not there: " + source));
    }

    private static void imageFaults(List<Instruction> image, List<String> faults) {
        if (image.stream().anyMatch(one -> one.name().equals("RUN"))) {
            faults.add("the image needs a shell to be built");
        }
        require(image, "USER", "[1-9][0-9]{3,}:[1-9][0-9]{3,}", faults);
        require(image, "EXPOSE", "8080", faults);
        require(image, "STOPSIGNAL", "SIGTERM", faults);
        require(image, "ENTRYPOINT", "\\[\"/.*\"\\]", faults);
        require(image, "ENV", ".*\\bLANG=C\\.UTF-8\\b.*SYNC_WORKSPACES_FILES=/.*", faults);
        require(image, "LABEL", ".*org\\.opencontainers\\.image\\.title=.*", faults);
    }

    private static void require(List<Instruction> image, String name, String form, List<String> faults) {
        var all = image.stream().filter(one -> one.name().equals(name)).toList();
        if (all.size() != 1 || !all.get(0).arguments().matches(form)) {
            faults.add(name + " of the image should be one and of the form " + form + ": " + all);
        }
    }

    private static List<Instruction> instructions(String file) {
        return file.replaceAll("(?m)^#.*\\R", "")
                .replaceAll("\\\\\\R\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\\s+", 2))
                .map(parts -> new Instruction(parts[0], parts.length > 1 ? parts[1].trim() : ""))
                .toList();
    }
}
