package com.relativity.sync.embedded.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's log of collections says of its heap. */
final class Heap {

    private static final Pattern AFTER = Pattern.compile("Pause.*->(\\d+)M\\(");

    private Heap() {}

    static String after(Path log) throws IOException {
        var after = sizes(log);
        return "lowest %d, median %d, highest %d MiB"
                .formatted(after.get(0), after.get(after.size() / 2), after.get(after.size() - 1));
    }

    static int highestAfter(Path log) throws IOException {
        var after = sizes(log);
        return after.get(after.size() - 1);
    }

    private static List<Integer> sizes(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(AFTER::matcher)
                .filter(Matcher::find)
                .map(match -> Integer.parseInt(match.group(1)))
                .sorted()
                .toList();
    }
}
