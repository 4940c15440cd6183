package com.relativity.sync.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The catalogue of the engine's rules, {@code rules.txt}.
 *
 * @param texts by id, in the order of the catalogue
 * @param sections titles by number
 */
public record Rules(Map<String, String> texts, Map<String, String> sections) {

    private static final String HEADING = "# ";
    private static final String SEPARATOR = " \\| ";

    /** Fails for a line that is no rule, and for an id that comes twice. */
    public static Rules read() {
        var texts = new LinkedHashMap<String, String>();
        var sections = new LinkedHashMap<String, String>();
        for (String line : content().lines().filter(line -> !line.isBlank()).toList()) {
            if (line.matches("# \\d+ .*")) {
                String[] heading = line.substring(HEADING.length()).split(" ", 2);
                sections.put(heading[0], heading[1]);
            } else if (!line.startsWith(HEADING)) {
                String[] rule = line.split(SEPARATOR, 2);
                if (rule.length != 2 || !sections.containsKey(sectionOf(rule[0]))) {
                    throw new IllegalStateException("No rule of a section: " + line);
                }
                if (texts.put(rule[0], rule[1]) != null) {
                    throw new IllegalStateException("The id " + rule[0] + " comes twice");
                }
            }
        }
        return new Rules(texts, sections);
    }

    public static String sectionOf(String id) {
        return id.substring(0, Math.max(0, id.indexOf('.')));
    }

    private static String content() {
        try (InputStream catalogue = Rules.class.getResourceAsStream("/rules.txt")) {
            return new String(catalogue.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
