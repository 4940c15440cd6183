package com.relativity.sync.telemetry;

/** What the service needs besides itself. */
public enum Dependency {
    POSTGRESQL(
            "postgresql",
            "PostgreSQL (database)",
            "calls are answered with 503, running jobs wait where they are, and nothing is lost"),
    KAFKA(
            "kafka",
            "Kafka",
            "jobs run, agents look into the list by themselves, and events wait in the outbox until it is back"),
    FILE_SHARE("file-share", "File share", "jobs that copy files wait, and downloads and imports are refused"),
    IDENTITY_PROVIDER(
            "identity-provider",
            "Identity provider",
            "tokens signed with keys that are known already are checked as ever; new keys, and all of them in a process that has"
                    + " not reached it since its start, are refused");

    private final String id;
    private final String title;
    private final String meanwhile;

    Dependency(String id, String title, String meanwhile) {
        this.id = id;
        this.title = title;
        this.meanwhile = meanwhile;
    }

    /** As it stands in labels. */
    public String id() {
        return id;
    }

    /** As it stands in health answers and logs. */
    public String title() {
        return title;
    }

    /** What happens while it is away. */
    public String meanwhile() {
        return meanwhile;
    }
}
