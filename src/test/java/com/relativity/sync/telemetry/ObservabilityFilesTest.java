package com.relativity.sync.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Case;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The alert rules, the dashboard and the runbooks fit each other and the metrics of the service. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class ObservabilityFilesTest {

    private static final Path FILES = Path.of("deploy", "observability");
    private static final Path OPERATIONS = Path.of("docs", "operations.md");
    private static final Pattern RUNBOOK = Pattern.compile("(?m)^### (Runbook: .+)$");
    private static final String WITHOUT_ALERT = "No alert leads here:";

    /** Labels that Prometheus adds to what it scrapes. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("instance", "job");

    private static JsonNode alerts;
    private static JsonNode dashboard;
    private static String operations;

    @BeforeAll
    static void read() throws IOException {
        alerts = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(FILES.resolve("alerts.yaml")));
        dashboard = new ObjectMapper().readTree(Files.readString(FILES.resolve("dashboard.json")));
        operations = Files.readString(OPERATIONS);
    }

    @Test
    void everyRuleNamesMetricsAndLabelsThatTheServiceHas() {
        assertAllThere(rules().stream().map(rule -> rule.get("expr").asText()).toList());
    }

    @Test
    void everyPanelNamesMetricsAndLabelsThatTheServiceHas() {
        var expressions = new ArrayList<String>();
        dashboard
                .get("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> expressions.add(target.get("expr").asText())));

        assertThat(expressions.size(), greaterThan(30));
        assertAllThere(expressions);
    }

    @Test
    void everyAlertSaysHowBadItIs_whatHappened_andWhatToDo() {
        var headings = anchors();
        for (JsonNode rule : rules()) {
            String name = rule.get("alert").asText();
            assertThat(name, rule.at("/labels/severity").asText(), in(List.of("critical", "warning")));
            assertThat(name, rule.at("/annotations/summary").asText(), not(""));
            assertThat(name, rule.at("/annotations/description").asText(), not(""));
            String runbook = rule.at("/annotations/runbook_url").asText();
            assertThat(name, runbook, startsWith("docs/operations.md#"));
            assertThat(name, runbook.substring(runbook.indexOf('#') + 1), in(headings));
        }
    }

    @Test
    void everyRunbookHasAnAlert_orSaysWhyNot_andAllItsParts() {
        var led = rules().stream()
                .map(rule -> rule.at("/annotations/runbook_url").asText())
                .map(url -> url.substring(url.indexOf('#') + 1))
                .collect(Collectors.toSet());
        var matcher = RUNBOOK.matcher(operations);
        int count = 0;
        while (matcher.find()) {
            count++;
            String heading = matcher.group(1);
            int end = operations.indexOf("\n## ", matcher.end());
            int nextRunbook = operations.indexOf("\n### ", matcher.end());
            String body = operations.substring(
                    matcher.end(),
                    Math.min(end < 0 ? operations.length() : end, nextRunbook < 0 ? operations.length() : nextRunbook));
            for (String part : List.of("**Symptom.**", "**For users.**", "**Look.**", "**Do.**", "**Over when.**")) {
                assertTrue(body.contains(part), heading + " has no " + part);
            }
            assertTrue(
                    led.contains(anchor(heading)) != body.contains(WITHOUT_ALERT),
                    heading + " has no alert and does not say why, or has one and says so");
        }
        assertThat(count, greaterThan(10));
    }

    @Test
    void panelsDoNotLieUponEachOther() {
        var taken = new HashSet<String>();
        var ids = new HashSet<Integer>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertTrue(ids.add(panel.get("id").asInt()));
            JsonNode place = panel.get("gridPos");
            for (int x = place.get("x").asInt();
                    x < place.get("x").asInt() + place.get("w").asInt();
                    x++) {
                for (int y = place.get("y").asInt();
                        y < place.get("y").asInt() + place.get("h").asInt();
                        y++) {
                    assertTrue(
                            x < 24 && taken.add(x + "," + y), panel.get("title").asText());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(rate(sync_items_total[5m])",
                "rate(sync_items_total)",
                "sum(sync_items_total[5m])",
                "increse(sync_items_total[5m]) > 0",
                "histogram_quantile(sum by (le) (rate(sync_cancel_seconds_bucket[5m])))",
                "sync_jobs_ended_total{status=Failed}",
                "max(sync_agents) =! 0",
                "rate(sync_items_total[5min])",
                "sync_agents sync_agents",
                "max(sync_agents) >",
            })
    void aSlipOfThePenInAnExpressionIsFound(String expression) {
        assertThrows(PromQl.Unfit.class, () -> PromQl.parse(expression));
    }

    private static List<JsonNode> rules() {
        var rules = new ArrayList<JsonNode>();
        alerts.get("groups").forEach(group -> group.get("rules").forEach(rules::add));
        assertThat(rules.size(), greaterThan(15));
        return rules;
    }

    private static void assertAllThere(List<String> expressions) {
        Case.get("/api/sync/v1/workload");
        System.gc();
        var queries = expressions.stream().collect(Collectors.toMap(one -> one, PromQl::parse, (one, same) -> one));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertEquals(Set.of(), missing(Scrape.take(), queries)));
    }

    private static Set<String> missing(Scrape scraped, Map<String, PromQl> queries) {
        var missing = new TreeSet<String>();
        queries.forEach((expression, query) -> {
            var labels = new HashSet<>(OF_THE_SCRAPE);
            for (PromQl.Selector selector : query.selectors) {
                if (!scraped.has(selector.metric())) {
                    missing.add(selector.metric() + " in " + expression);
                }
                labels.addAll(scraped.labelsOf(selector.metric()));
                selector.values().forEach((label, value) -> {
                    if (!isThere(scraped, selector.metric(), label, value)) {
                        missing.add(selector.metric() + "{" + label + "=" + value + "} in " + expression);
                    }
                });
            }
            query.grouped.stream()
                    .filter(label -> !labels.contains(label))
                    .forEach(label -> missing.add("label " + label + " in " + expression));
        });
        return missing;
    }

    private static boolean isThere(Scrape scraped, String metric, String label, String value) {
        if (value == null) {
            return scraped.labelsOf(metric).contains(label);
        }
        // What this process does without is no dependency of it.
        return scraped.has(metric, label, value)
                || metric.equals("sync_dependency_up")
                        && Arrays.stream(Dependency.values())
                                .anyMatch(one -> one.id().equals(value));
    }

    private static Set<String> anchors() {
        var anchors = new HashSet<String>();
        var matcher = RUNBOOK.matcher(operations);
        while (matcher.find()) {
            assertThat("a heading twice", anchors.add(anchor(matcher.group(1))), is(true));
        }
        return anchors;
    }

    /** As Markdown viewers make it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
}
