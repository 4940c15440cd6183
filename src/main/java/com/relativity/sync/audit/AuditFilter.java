package com.relativity.sync.audit;

/** Which lines to read; null of each: any. */
public record AuditFilter(
        Long workspaceId, Long jobId, String who, AuditLine.Action action, AuditLine.Outcome outcome) {}
