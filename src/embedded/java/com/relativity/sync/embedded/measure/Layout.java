package com.relativity.sync.embedded.measure;

import java.util.List;

/** How the roles of the service are spread over processes. */
enum Layout {
    ONE_PROCESS("one process with all roles", List.of("api,relay,agent")),
    SPLIT("a process for each role", List.of("api", "relay", "agent"));

    private final String words;
    private final List<String> processes;

    Layout(String words, List<String> processes) {
        this.words = words;
        this.processes = processes;
    }

    /** The roles of each process; the first answers REST, the last runs jobs. */
    List<String> processes() {
        return processes;
    }

    @Override
    public String toString() {
        return words;
    }
}
