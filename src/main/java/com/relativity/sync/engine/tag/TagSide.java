package com.relativity.sync.engine.tag;

/** What tags are made of in one of the two workspaces of a run; each type gives its name to the documents' field that names its objects. */
enum TagSide {
    DESTINATION("Relativity Source Case", "Relativity Source Job", "Source"),
    SOURCE("Relativity Destination Case", "Job History", "Destination");

    private final String caseType;
    private final String jobType;
    private final String other;

    TagSide(String caseType, String jobType, String other) {
        this.caseType = caseType;
        this.jobType = jobType;
        this.other = other;
    }

    /** Objects stand for the other workspace. */
    String caseType() {
        return caseType;
    }

    /** Objects stand for runs. */
    String jobType() {
        return jobType;
    }

    /** A case is found again by it. */
    String workspaceIdField() {
        return other + " Workspace Artifact ID";
    }

    String workspaceNameField() {
        return other + " Workspace Name";
    }

    String instanceNameField() {
        return other + " Instance Name";
    }

    /** A run's own number, beside the field that names its case. */
    String jobHistoryIdField() {
        return "Job History Artifact ID";
    }
}
