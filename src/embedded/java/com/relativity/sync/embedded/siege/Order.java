package com.relativity.sync.embedded.siege;

import java.util.Map;

/** A job that the siege wants, and what it was told about it. */
final class Order {

    final String correlationId;
    final Matter matter;
    final long destinationId;

    /** Whether nobody else writes into the destination, so that what is there is this job's work. */
    final boolean alone;

    private final Map<String, Object> parameters;

    /** 0 until the submission was answered. */
    volatile long jobId;

    volatile boolean ended;
    volatile boolean cancelAccepted;

    /** The cancel was answered with a conflict: the job had ended in another way. */
    volatile boolean cancelTooLate;

    Order(String correlationId, Matter matter, Matter.Destination destination, boolean alone) {
        this.correlationId = correlationId;
        this.matter = matter;
        this.destinationId = destination.workspaceId();
        this.alone = alone;
        this.parameters = Map.of(
                "correlationId", correlationId,
                "destinationWorkspaceId", destination.workspaceId(),
                "fieldsMapping", destination.mapping(),
                "overwriteOptions", Map.of("overwriteMode", alone ? "AppendOnly" : "AppendOverlay"),
                "documentOptions",
                        Map.of(
                                "savedSearchId",
                                matter.savedSearchId(),
                                "destinationFolderId",
                                destination.rootFolderId(),
                                "copyNativesMode",
                                "CopyFiles"));
    }

    String path() {
        return "/api/sync/v1/workspaces/" + matter.workspaceId() + "/jobs/document";
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    boolean isAccepted() {
        return jobId != 0;
    }
}
