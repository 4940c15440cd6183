package com.relativity.sync.submission;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.WorkspaceNotFound;
import com.relativity.sync.workspace.WorkspaceGateways;

/** The workspaces that a path may name. */
@ApplicationScoped
public class SourceWorkspaces {

    private final WorkspaceGateways gateways;

    SourceWorkspaces(WorkspaceGateways gateways) {
        this.gateways = gateways;
    }

    /** Fails with {@link WorkspaceNotFound}. */
    public Uni<Void> mustExist(long workspaceId) {
        return gateways.of(workspaceId).workspace(workspaceId).map(workspace -> {
            if (workspace.isEmpty()) {
                throw new WorkspaceNotFound(workspaceId);
            }
            return null;
        });
    }
}
