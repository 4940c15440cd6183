package com.relativity.sync.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** docs/guarantees.md and the tests name each other. */
class GuaranteesTest {

    private static final Path PAGE = Path.of("docs", "guarantees.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern HEADING = Pattern.compile("(?m)^### G(\\d+) ");
    private static final Pattern ATTACKED_BY = Pattern.compile("(?s)Attacked by: (.*?)(?:\\n\\n|\\n?\\z)");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"G(\\d+)\"\\)");

    @Test
    void everyGuaranteeNamesTheTestsThatAttackIt_andTheyCarryItsTag() throws IOException {
        assertEquals(tagged(), named());
    }

    @Test
    void guaranteesAreNumberedFromOneOn_andEachIsAttacked() throws IOException {
        var named = named();

        int number = 0;
        for (Map.Entry<Integer, Set<String>> guarantee : named.entrySet()) {
            assertEquals(++number, guarantee.getKey());
            assertTrue(!guarantee.getValue().isEmpty(), "G" + number + " names no test");
        }
    }

    private static Map<Integer, Set<String>> named() throws IOException {
        String page = Files.readString(PAGE);
        var named = new TreeMap<Integer, Set<String>>();
        Matcher heading = HEADING.matcher(page);
        while (heading.find()) {
            Matcher attackers = ATTACKED_BY.matcher(page);
            assertTrue(attackers.find(heading.end()), "G" + heading.group(1) + " has no line 'Attacked by:'");
            named.put(
                    Integer.valueOf(heading.group(1)),
                    NAME.matcher(attackers.group(1))
                            .results()
                            .map(name -> name.group(1))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        return named;
    }

    private static Map<Integer, Set<String>> tagged() throws IOException {
        var tagged = new TreeMap<Integer, Set<String>>();
        try (Stream<Path> sources = Files.walk(TESTS)) {
            sources.filter(path -> path.toString().endsWith(".java"))
                    .forEach(path -> TAG.matcher(read(path))
                            .results()
                            .forEach(tag -> tagged.computeIfAbsent(
                                            Integer.valueOf(tag.group(1)), number -> new TreeSet<>())
                                    .add(path.getFileName().toString().replace(".java", ""))));
        }
        return tagged;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
