package com.relativity.sync.workspace;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

/** Picks the gateway that a workspace is reached by. There is one today, the embedded store; a second one is chosen here by configuration. */
@ApplicationScoped
public class WorkspaceGateways {

    private final WorkspaceGateway only;

    WorkspaceGateways(WorkspaceGateway only) {
        this.only = only;
    }

    public WorkspaceGateway of(@SuppressWarnings("unused") long workspaceId) {
        return only;
    }

    public List<WorkspaceGateway> all() {
        return List.of(only);
    }
}
