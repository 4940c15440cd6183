package com.relativity.sync.workspace;

/** Images, productions and views of the gateway that the engine's tests use. */
class InMemoryWorkspacesImagesTest extends WorkspaceGatewayImagesContract {

    private final InMemoryWorkspaces workspaces = new InMemoryWorkspaces();

    @Override
    protected WorkspaceGateway gateway() {
        return workspaces;
    }

    @Override
    protected Workspace addWorkspace(String name) {
        return workspaces.addWorkspace(name);
    }

    @Override
    protected SavedSearch addSavedSearch(Workspace workspace, String name) {
        return workspaces.addSavedSearch(workspace, name, null);
    }

    @Override
    protected Production addProduction(Workspace workspace, String name) {
        return workspaces.addProduction(workspace, name);
    }

    @Override
    protected View addView(Workspace workspace, String name, long objectTypeId) {
        return workspaces.addView(workspace, name, objectTypeId);
    }
}
