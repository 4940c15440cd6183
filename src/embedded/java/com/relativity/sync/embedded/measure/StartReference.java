package com.relativity.sync.embedded.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.quarkus.builder.Version;

/** The application that starts are compared with, as a Maven project of its own below {@code target}. */
final class StartReference {

    private static final Path SOURCE = Path.of("src", "embedded", "resources", "start-reference");
    private static final Path PROJECT = Path.of("target", "start-reference");

    private StartReference() {}

    /** Builds it with the version of Quarkus that the service has; answers the directory of its {@code quarkus-run.jar}. */
    static Path build() throws IOException, InterruptedException {
        try (var files = Files.walk(SOURCE)) {
            for (Path file : files.toList()) {
                Path copy = PROJECT.resolve(SOURCE.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        var command = List.of(
                Path.of("mvnw").toAbsolutePath().toString(),
                "-B",
                "-q",
                "-f",
                PROJECT.resolve("pom.xml").toString(),
                "-Dquarkus.version=" + Version.getVersion(),
                "package");
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("The application to compare with could not be built");
        }
        return PROJECT.resolve("target").resolve("quarkus-app").toAbsolutePath();
    }
}
