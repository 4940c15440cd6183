package com.relativity.sync.workspace;

/** The gateway that the engine's tests use does what a real one does. */
class InMemoryWorkspacesTest extends WorkspaceGatewayContract {

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
    protected Field addField(Workspace workspace, String name, FieldType type) {
        return workspaces.addField(workspace, name, type);
    }

    @Override
    protected SavedSearch addSavedSearch(Workspace workspace, String name) {
        return workspaces.addSavedSearch(workspace, name, null);
    }
}
