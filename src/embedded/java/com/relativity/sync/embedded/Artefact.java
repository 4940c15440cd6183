package com.relativity.sync.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What the last build packaged, and how it is started: {@code quarkus-run.jar} on this JVM, or the native executable. */
final class Artefact {

    private static final Path TARGET = Path.of("target");
    private static final Path DESCRIPTION = TARGET.resolve("quarkus-artifact.properties");

    private Artefact() {}

    /** @param jvmOptions of which a native executable takes those for memory and its properties */
    static List<String> command(List<String> jvmOptions) throws IOException {
        var description = new Properties();
        if (Files.exists(DESCRIPTION)) {
            try (var in = Files.newInputStream(DESCRIPTION)) {
                description.load(in);
            }
        }
        return command(description, jvmOptions);
    }

    static List<String> command(Properties description, List<String> jvmOptions) throws IOException {
        boolean isNative = "native".equals(description.getProperty("type"));
        Path artefact = TARGET.resolve(description.getProperty("path", "quarkus-app/quarkus-run.jar"));
        return command(artefact, isNative, jvmOptions);
    }

    static List<String> command(Path artefact, boolean isNative, List<String> jvmOptions) throws IOException {
        if (!Files.exists(artefact)) {
            throw new IOException(artefact + " is missing; build it with: ./mvnw -DskipTests package");
        }
        var command = new ArrayList<String>();
        if (isNative) {
            command.add(artefact.toAbsolutePath().toString());
            jvmOptions.stream()
                    .filter(option -> option.startsWith("-Xm") || option.startsWith("-D"))
                    .forEach(command::add);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-jar", artefact.toString()));
        }
        return command;
    }
}
