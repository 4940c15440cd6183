package com.relativity.sync.embedded.measure;

import java.util.ArrayList;
import java.util.List;

/** Prints figures, and holds those with a limit against it. */
final class Report {

    private final List<String> over = new ArrayList<>();

    void title(String title) {
        System.out.printf("%n%s%n", title);
    }

    void say(String line, Object... figures) {
        System.out.printf("  " + line + "%n", figures);
    }

    void limit(String what, double figure, double limit, String unit) {
        boolean held = figure <= limit;
        if (!held) {
            over.add(what);
        }
        say("%s: %.2f %s, limit %.2f: %s", what, figure, unit, limit, held ? "held" : "NOT HELD");
    }

    void check(String what, boolean held) {
        if (!held) {
            over.add(what);
        }
        say("%s: %s", what, held ? "yes" : "NO");
    }

    /** What did not hold. */
    List<String> over() {
        return List.copyOf(over);
    }
}
