package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was done and seen, each line with the seconds since the start; and the promises that were found broken. */
final class Chronicle implements AutoCloseable {

    private static final int MOST_FINDINGS = 200;

    private final long startNanos = System.nanoTime();
    private final PrintWriter file;
    private final List<String> findings = new CopyOnWriteArrayList<>();

    Chronicle(Path file) throws IOException {
        this.file = new PrintWriter(Files.newBufferedWriter(file), true);
    }

    void say(String format, Object... arguments) {
        String line = "%8.2f  %s".formatted((System.nanoTime() - startNanos) / 1e9, format.formatted(arguments));
        System.out.println(line);
        file.println(line);
    }

    /** A broken promise. */
    void finding(String format, Object... arguments) {
        String finding = format.formatted(arguments);
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
        say("BROKEN: %s", finding);
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    @Override
    public void close() {
        file.close();
    }
}
