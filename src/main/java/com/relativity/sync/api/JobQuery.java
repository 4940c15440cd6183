package com.relativity.sync.api;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

import com.relativity.sync.job.JobStatus;
import com.relativity.sync.joblist.JobFilter;

/** The query parameters of the list of jobs. All are texts here, so that one answer can name every fault. */
class JobQuery {

    @RestQuery
    @Parameter(description = "Source workspace", schema = @Schema(implementation = Long.class))
    String workspaceId;

    @RestQuery
    @Parameter(schema = @Schema(implementation = Long.class))
    String destinationWorkspaceId;

    @RestQuery
    @Parameter(description = "Repeatable: any of them", schema = @Schema(implementation = JobStatus[].class))
    List<String> status;

    @RestQuery
    @Parameter(description = "document, image or non-document")
    String flow;

    @RestQuery
    @Parameter(
            description = "true: only jobs that are waiting or running",
            schema = @Schema(implementation = Boolean.class))
    String active;

    @RestQuery
    String correlationId;

    @RestQuery
    String submittedBy;

    @RestQuery
    @Parameter(description = "key:value; repeatable: all of them")
    List<String> label;

    @RestQuery
    @Parameter(description = "RFC 3339, inclusive", example = "2024-05-31T10:00:00Z")
    String submittedAfter;

    @RestQuery
    @Parameter(description = "RFC 3339, exclusive", example = "2024-05-31T10:00:00Z")
    String submittedBefore;

    @RestQuery
    @Parameter(description = "1 to 500, default 50", schema = @Schema(implementation = Integer.class))
    String limit;

    @RestQuery
    @Parameter(description = "nextCursor of the page before")
    String cursor;

    JobFilter filter(QueryReader query) {
        return new JobFilter(
                query.id("workspaceId", workspaceId),
                query.id("destinationWorkspaceId", destinationWorkspaceId),
                query.constants("status", status == null ? List.of() : status, JobStatus.class),
                query.flow(flow),
                query.flag("active", active),
                query.text("correlationId", correlationId),
                query.text("submittedBy", submittedBy),
                query.labels(label == null ? List.of() : label),
                query.time("submittedAfter", submittedAfter),
                query.time("submittedBefore", submittedBefore));
    }
}
