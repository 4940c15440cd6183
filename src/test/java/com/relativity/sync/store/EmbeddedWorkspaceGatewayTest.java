package com.relativity.sync.store;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.store.Fields.NewField;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.OverlayBehavior;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGatewayContract;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class EmbeddedWorkspaceGatewayTest extends WorkspaceGatewayContract {

    @Inject
    WorkspaceGateway gateway;

    @Inject
    Workspaces workspaces;

    @Inject
    Fields fields;

    @Inject
    SavedSearches searches;

    @Override
    protected WorkspaceGateway gateway() {
        return gateway;
    }

    @Override
    protected Workspace addWorkspace(String name) {
        return now(workspaces.create(name));
    }

    @Override
    protected Field addField(Workspace workspace, String name, FieldType type) {
        Integer length = type == FieldType.FixedLengthText ? Fields.DEFAULT_LENGTH : null;
        return now(fields.create(
                workspace.documentTypeId(), new NewField(name, type, OverlayBehavior.ReplaceValues, length, null)));
    }

    @Override
    protected SavedSearch addSavedSearch(Workspace workspace, String name) {
        return now(searches.create(workspace, name, null, null)).search();
    }
}
