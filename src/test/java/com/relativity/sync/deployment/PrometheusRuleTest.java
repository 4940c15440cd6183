package com.relativity.sync.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The alerts have one source, deploy/observability/alerts.yaml; the object for the Prometheus operator is made of it. */
class PrometheusRuleTest {

    private static final Path ALERTS = Path.of("deploy", "observability", "alerts.yaml");
    private static final Path RULE = Manifests.DIRECTORY.resolve("components/prometheus/prometheus-rule.yaml");
    private static final String HEAD = """
            # Made of deploy/observability/alerts.yaml by the test PrometheusRuleTest; do not edit it.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: sync-rap
              labels:
                app.kubernetes.io/name: sync-rap
            spec:
            """;

    @Test
    void theObjectForTheOperator_hasTheAlertsAsTheyAre() throws IOException {
        String rule = HEAD
                + Files.readAllLines(ALERTS).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.isBlank() ? "" : "  " + line)
                        .collect(Collectors.joining("\n", "", "\n"));
        String before = Files.exists(RULE) ? Files.readString(RULE) : "";
        Files.writeString(RULE, rule);

        assertEquals(rule, before, RULE + " was out of date and has been made anew: look at it and commit it");
    }
}
