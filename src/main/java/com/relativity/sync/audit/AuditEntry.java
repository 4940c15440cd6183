package com.relativity.sync.audit;

import java.time.Instant;

/**
 * A line of the trail as it is read.
 *
 * @param who null where no token named anybody
 * @param request method and path; null for a line that counts several
 * @param from host or address that the request came from
 * @param problem slug of the problem that a refusal was answered with
 * @param times how often it happened within a minute
 */
public record AuditEntry(
        long auditId,
        Instant at,
        String who,
        AuditLine.Action action,
        String request,
        Long jobId,
        Long workspaceId,
        String from,
        AuditLine.Outcome outcome,
        String problem,
        int times,
        String traceId) {}
