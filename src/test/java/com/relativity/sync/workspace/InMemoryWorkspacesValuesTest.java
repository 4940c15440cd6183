package com.relativity.sync.workspace;

/** Choices, objects, users and tags of the gateway that the engine's tests use. */
class InMemoryWorkspacesValuesTest extends WorkspaceGatewayValuesContract {

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
    protected void addUser(String email) {
        workspaces.addUser(email);
    }

    @Override
    protected SavedSearch addSavedSearch(Workspace workspace, String name) {
        return workspaces.addSavedSearch(workspace, name, null);
    }
}
