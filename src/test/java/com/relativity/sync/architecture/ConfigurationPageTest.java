package com.relativity.sync.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** docs/configuration.md: every setting, made from the code. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs", "configuration.md");
    private static final Path PROPERTIES = Path.of("src", "main", "resources", "application.properties");

    /** Settings and defaults that were promised to clients and operators. */
    private static final Map<String, String> PROMISED = Map.ofEntries(
            entry("sync.roles", "api,relay,agent"),
            entry("sync.agent.name", "none"),
            entry("sync.agent.slots", "4"),
            entry("sync.agent.poll", "PT1S"),
            entry("sync.agent.lease", "PT30S"),
            entry("sync.agent.max-lost", "3"),
            entry("sync.agent.max-jobs-per-workspace", "0"),
            entry("sync.agent.drain-timeout", "PT25S"),
            entry("sync.cancel.timeout", "PT5M"),
            entry("sync.engine.batch-size", "1000"),
            entry("sync.workload.thresholds", "One=1,S=2,M=4,L=8,XL=24,XXL=32"),
            entry("sync.workspaces.files", "data/files"),
            entry("sync.workspaces.imports", "data/imports"),
            entry("sync.retention", "P90D"),
            entry("sync.limits.body", "10M"),
            entry("sync.audit.retention", "P365D"),
            entry("sync.events.retention", "P7D"),
            entry("sync.security", "oidc"),
            entry("sync.instance-name", "This Instance"),
            entry("sync.links.restricted", "false"));

    /** Settings of Quarkus that have no value here, or only a placeholder. */
    private static final List<String> FROM_OUTSIDE = List.of(
            "quarkus.datasource.jdbc.url",
            "quarkus.datasource.reactive.url",
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            "quarkus.http.port",
            "quarkus.oidc.auth-server-url",
            "quarkus.oidc.public-key",
            "quarkus.oidc.token.issuer",
            "quarkus.oidc.token.audience",
            "quarkus.mailer.host",
            "quarkus.mailer.port",
            "quarkus.mailer.from",
            "quarkus.mailer.username",
            "quarkus.mailer.password",
            "quarkus.mailer.start-tls",
            "quarkus.mailer.tls",
            "quarkus.mailer.max-pool-size",
            "quarkus.otel.exporter.otlp.endpoint",
            "quarkus.log.level");

    /** What begins like a setting and is none: topics, types of events, and what tests and the laptop run take. */
    private static final Pattern OTHER =
            Pattern.compile("sync\\.job[.-].*|sync\\.simulation\\..*|SYNC_(DEMO|SIEGE)_.*|SYNC_[A-Z_]*_|sync\\.dump");

    private static List<Setting> settings;
    private static QuarkusSettings quarkus;

    @BeforeAll
    static void read() throws Exception {
        settings = Setting.all(SettingSources.read(Path.of("src", "main", "java")));
        quarkus = QuarkusSettings.read();
    }

    @Test
    void everySettingSaysWhatItMeans() {
        var silent = settings.stream()
                .filter(setting -> setting.comment().length() < 10)
                .map(Setting::name)
                .toList();

        assertEquals(List.of(), silent, "These have no Javadoc");
    }

    @Test
    void everySettingThatWasPromised_isThereWithItsDefault() {
        var missing = new TreeMap<>(PROMISED);
        settings.forEach(
                setting -> missing.remove(setting.name(), setting.defaultValue().orElse("none")));

        assertEquals(Map.of(), missing);
    }

    @Test
    void aDefaultThatStandsInTwoPlaces_isTheSame() throws IOException {
        var defaults = new TreeMap<String, String>();
        settings.forEach(setting -> setting.defaultValue().ifPresent(value -> defaults.put(setting.name(), value)));

        var others = new TreeMap<String, String>();
        Pattern.compile("\\$\\{(sync\\.[a-z.-]+):([^}]*)}|(?m)^(sync\\.[a-z.-]+)=(.*)$")
                .matcher(Files.readString(PROPERTIES))
                .results()
                .forEach(found -> others.put(
                        found.group(1) != null ? found.group(1) : found.group(3),
                        found.group(1) != null ? found.group(2) : found.group(4)));
        others.keySet().retainAll(defaults.keySet());

        assertTrue(others.size() >= 4, others::toString);
        others.forEach((name, value) -> assertEquals(defaults.get(name), value, name));
    }

    @Test
    void everySettingThatAPageNames_isThere() throws IOException {
        var names = new TreeSet<String>();
        settings.forEach(setting -> {
            names.add(setting.name());
            names.add(setting.environmentVariable());
        });

        var unknown = new TreeMap<String, Set<String>>();
        for (Path page : List.of(Path.of("README.md"), Path.of("docs", "operations.md"), Path.of("SECURITY.md"))) {
            Pattern.compile("(?<![\\w./-])(sync(\\.[a-z][a-z-]*)+|SYNC_[A-Z_]+)(?![\\w-]|\\.[*\\w])")
                    .matcher(Files.exists(page) ? Files.readString(page) : "")
                    .results()
                    .map(found -> found.group(1))
                    .filter(name ->
                            !names.contains(name) && !OTHER.matcher(name).matches())
                    .forEach(name -> unknown.computeIfAbsent(page.toString(), first -> new TreeSet<>())
                            .add(name));
        }

        assertEquals(Map.of(), unknown);
    }

    /** The page is written anew where it differs, so that it only has to be committed. */
    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String page = page();
        boolean same = Files.exists(PAGE) && Files.readString(PAGE).equals(page);

        if (!same) {
            Files.writeString(PAGE, page);
        }

        assertTrue(same, PAGE + " was out of date and has been written anew; look at it and commit it");
    }

    private static String page() throws IOException {
        var page = new StringBuilder("""
                # Configuration

                Every setting, with its default. The build makes this page (`ConfigurationPageTest`) of the code and of
                `src/main/resources/application.properties`; do not edit it. When to change what: [operations.md](operations.md).

                A setting is taken, the first of these that has it, from a system property (`-Dsync.agent.slots=8` before `-jar`), the environment
                (`SYNC_AGENT_SLOTS=8`), or a file `config/application.properties` in the folder that the process is started in. A duration is written
                as in ISO 8601 (`PT30S`, `PT5M`, `P7D`), a size in bytes or with `K`, `M` or `G`.

                ## What has to come from outside

                | setting | environment variable | meaning, in Quarkus's words |
                | --- | --- | --- |
                | `kafka.bootstrap.servers` | `KAFKA_BOOTSTRAP_SERVERS` | The brokers, as `host:port`, separated by commas. |
                """);
        for (String name : FROM_OUTSIDE) {
            page.append(
                    "| `%s` | `%s` | %s |\n".formatted(name, Setting.environmentVariable(name), quarkus.comment(name)));
        }
        page.append("\n## Settings of the service\n");
        String room = "";
        for (Setting setting : settings) {
            if (!setting.room().equals(room)) {
                room = setting.room();
                page.append("\n### ")
                        .append(room)
                        .append("\n\n| setting | environment variable | takes | default | meaning |\n")
                        .append("| --- | --- | --- | --- | --- |\n");
            }
            page.append(row(setting));
        }
        page.append("""

                ## What the service sets of Quarkus and Kafka

                These have values that fit the service. What is taken at the start can be set from outside as well; in the name of its environment
                variable everything but letters and digits becomes `_`.
                """);
        for (QuarkusSettings.Block block : QuarkusSettings.set()) {
            page.append('\n');
            if (!block.comment().isBlank()) {
                page.append(block.comment()).append("\n\n");
            }
            page.append("| setting | value | taken |\n| --- | --- | --- |\n");
            block.properties()
                    .forEach((name, value) -> page.append("| `%s` | %s | %s |\n"
                            .formatted(
                                    name,
                                    value.isEmpty() ? "empty" : "`" + value.replace("|", "\\|") + "`",
                                    quarkus.isFixed(name) ? "at the build" : "at the start")));
        }
        return page.toString();
    }

    private static String row(Setting setting) {
        return "| `%s` | `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.name(),
                        setting.environmentVariable(),
                        setting.values(),
                        setting.defaultValue().map(value -> "`" + value + "`").orElse("none"),
                        setting.comment().replace("|", "\\|"));
    }
}
