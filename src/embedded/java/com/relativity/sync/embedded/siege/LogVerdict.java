package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the services' logs: what tells of a defect is a finding, other errors are counted by their words. */
final class LogVerdict {

    /** What the service says of itself when it was wrong. */
    private static final List<String> DEFECTS = List.of(
            "by a defect",
            "Incident ",
            "internal error",
            "would have broken a guarantee",
            "OutOfMemoryError",
            "NullPointerException",
            "ClassCastException");

    private static final Pattern VARYING = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|\\d+");
    private static final int SHOWN = 160;

    private final Path logs;
    private final Chronicle chronicle;

    LogVerdict(Path logs, Chronicle chronicle) {
        this.logs = logs;
        this.chronicle = chronicle;
    }

    void check() throws IOException {
        Map<String, Integer> errors = new TreeMap<>();
        Map<String, String> defects = new TreeMap<>();
        try (var files = Files.newDirectoryStream(logs, "service-*.log")) {
            for (Path file : files) {
                for (String line : lines(file)) {
                    String words = VARYING.matcher(line.replaceFirst("^\\S+ \\S+ ", ""))
                            .replaceAll("…");
                    if (DEFECTS.stream().anyMatch(line::contains)) {
                        defects.putIfAbsent(words, file.getFileName() + ": " + line);
                    } else if (line.contains(" ERROR ")) {
                        errors.merge(words.substring(0, Math.min(SHOWN, words.length())), 1, Integer::sum);
                    }
                }
            }
        }
        defects.values().forEach(line -> chronicle.finding("%s", line));
        errors.forEach((words, count) -> chronicle.say("%d times in the logs: %s", count, words));
    }

    /** A process that was killed may have left half a character. */
    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException half) {
            return Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
