package com.relativity.sync.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.restassured.http.ContentType;

import static io.restassured.RestAssured.given;

/** What {@code /q/metrics} says at one moment. */
public final class Scrape {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: .*)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private record Sample(String name, Map<String, String> labels, double value) {}

    private final List<Sample> samples;

    private Scrape(List<Sample> samples) {
        this.samples = samples;
    }

    public static Scrape take() {
        return parsed(given().accept(ContentType.TEXT)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static Scrape parsed(String text) {
        var samples = new ArrayList<Sample>();
        for (String line : text.lines().toList()) {
            var matcher = LINE.matcher(line);
            if (!line.startsWith("#") && matcher.matches()) {
                samples.add(new Sample(matcher.group(1), labels(matcher.group(2)), value(matcher.group(3))));
            }
        }
        return new Scrape(samples);
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Map<String, String> labels(String text) {
        var labels = new HashMap<String, String>();
        if (text != null) {
            var matcher = LABEL.matcher(text);
            while (matcher.find()) {
                labels.put(matcher.group(1), matcher.group(2));
            }
        }
        return labels;
    }

    private List<Sample> of(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> {
                    for (int i = 0; i < labels.length; i += 2) {
                        if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList();
    }

    public boolean has(String name, String... labels) {
        return !of(name, labels).isEmpty();
    }

    /** The sum of all samples of that name with those labels. */
    public double value(String name, String... labels) {
        return of(name, labels).stream().mapToDouble(Sample::value).sum();
    }

    /** Names of the labels that all samples of {@code name} together have. */
    Set<String> labelsOf(String name) {
        return of(name).stream()
                .flatMap(sample -> sample.labels().keySet().stream())
                .collect(Collectors.toSet());
    }

    Set<String> labelValues() {
        return samples.stream()
                .flatMap(sample -> sample.labels().values().stream())
                .collect(Collectors.toSet());
    }
}
