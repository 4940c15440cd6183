package com.relativity.sync.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.OverlayBehavior;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGatewayContract;
import com.relativity.sync.workspace.WriteMode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    Users users;

    @Inject
    SavedSearches searches;

    @Inject
    StoreFiles files;

    @Inject
    StoreSettings settings;

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
        Long objects = type.isObject()
                ? Long.valueOf(now(gateway.ensureObjectType(workspace.workspaceId(), name))
                        .objectTypeId())
                : null;
        return now(fields.create(
                workspace.documentTypeId(), new NewField(name, type, OverlayBehavior.ReplaceValues, length, objects)));
    }

    @Override
    protected void addUser(String email) {
        now(users.made(List.of(email)));
    }

    @Override
    protected SavedSearch addSavedSearch(Workspace workspace, String name) {
        return now(searches.create(workspace, name, null, null)).search();
    }

    @Test
    void aFileThatIsMissing_isToldFromAShareThatIsAway() throws IOException {
        long workspaceId = now(workspaces.create("Share")).workspaceId();
        var stored = now(gateway.store(workspaceId, () -> new ByteArrayInputStream(new byte[] {1, 2, 3})));
        var content = files.content(stored.reference());
        Path directory = settings.files().resolve(Long.toString(workspaceId));

        Files.delete(settings.files().resolve(stored.reference()));
        assertThrows(NoSuchFileException.class, content::open);
        var copy = assertThrows(Throwable.class, () -> now(gateway.store(workspaceId, content)));
        assertTrue(
                copy.getCause() instanceof NoSuchFileException || copy instanceof NoSuchFileException, copy::toString);

        Files.move(directory, directory.resolveSibling(workspaceId + ".away"));
        assertThrows(DependencyDown.class, content::open);
    }

    @Test
    void aBatchForAFolderOrTypeOfAnotherWorkspace_isRefusedAndLeavesNoReceipt() {
        var here = now(workspaces.create("Here"));
        var there = now(workspaces.create("There"));
        var key = new BatchKey(System.nanoTime(), 0);

        for (var target : List.of(
                new long[] {here.documentTypeId(), there.rootFolderId()},
                new long[] {there.documentTypeId(), here.rootFolderId()})) {
            var batch = new BatchWrite(
                    0, target[0], WriteMode.CREATE, Set.of(), target[1], false, null, null, List.of(), List.of());
            assertThrows(NotFound.class, () -> now(gateway.write(here.workspaceId(), key, 1, batch)));
        }

        assertTrue(now(gateway.receipts(here.workspaceId(), key.jobId(), 0)).isEmpty());
    }

    @Test
    void anItemThatNoRowCanHold_isAnItemError() {
        var workspace = now(workspaces.create("Bad items"));
        var field = addField(workspace, "Text", FieldType.LongText);
        var items = List.of(
                new ItemWrite(null, "NUL", Map.of(field.fieldId(), "a\0b"), List.of(), null, null),
                new ItemWrite(null, " ", Map.of(), List.of(), null, null),
                new ItemWrite(null, "x".repeat(256), Map.of(), List.of(), null, null),
                new ItemWrite(null, "FOLDER", Map.of(), List.of("f".repeat(256)), null, null),
                new ItemWrite(null, "DEEP", Map.of(), Collections.nCopies(101, "d"), null, null),
                new ItemWrite(null, "GOOD", Map.of(field.fieldId(), "ab"), Collections.nCopies(100, "d"), null, null));
        var batch = new BatchWrite(
                6,
                workspace.documentTypeId(),
                WriteMode.CREATE,
                Set.of(),
                workspace.rootFolderId(),
                false,
                null,
                null,
                items,
                List.of());

        var receipt = now(gateway.write(workspace.workspaceId(), new BatchKey(System.nanoTime(), 0), 1, batch));

        assertEquals(1, receipt.transferred());
        assertEquals(
                List.of("NUL", " ", "x".repeat(256), "FOLDER", "DEEP"),
                receipt.errors().stream().map(ItemError::identifier).toList());
    }
}
