package com.relativity.sync.problem;

/** The path names a workspace that does not exist. */
public final class WorkspaceNotFound extends ProblemException {

    public WorkspaceNotFound(long workspaceId) {
        super("workspace-not-found", 404, "Workspace not found", "There is no workspace " + workspaceId + ".");
    }
}
