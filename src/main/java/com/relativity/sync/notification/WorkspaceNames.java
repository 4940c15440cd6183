package com.relativity.sync.notification;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.workspace.InstanceSettings;
import com.relativity.sync.workspace.TagNames;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Full names of workspaces, as tags have them. */
@ApplicationScoped
class WorkspaceNames {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final WorkspaceGateways gateways;
    private final InstanceSettings instance;

    WorkspaceNames(WorkspaceGateways gateways, InstanceSettings instance) {
        this.gateways = gateways;
        this.instance = instance;
    }

    /** Never fails: mail does not wait for the name of a workspace that has gone or is out of reach. */
    Uni<String> of(long workspaceId) {
        return gateways.of(workspaceId)
                .workspace(workspaceId)
                .map(found -> found.map(Workspace::name).orElse("(no longer there)"))
                .ifNoItem()
                .after(LIMIT)
                .recoverWithItem("(out of reach)")
                .onFailure()
                .recoverWithItem("(out of reach)")
                .map(name -> TagNames.ofWorkspace(instance.name(), name, workspaceId));
    }
}
