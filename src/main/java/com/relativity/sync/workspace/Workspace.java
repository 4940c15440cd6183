package com.relativity.sync.workspace;

/** @param documentTypeId the object type {@code Document} of this workspace */
public record Workspace(long workspaceId, String name, long rootFolderId, long documentTypeId) {}
