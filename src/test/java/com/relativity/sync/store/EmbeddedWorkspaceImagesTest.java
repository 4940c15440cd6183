package com.relativity.sync.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.ImageChoice;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemSelection;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.ItemWrite.PageWrite;
import com.relativity.sync.workspace.Production;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.SourceFile;
import com.relativity.sync.workspace.StoredFile;
import com.relativity.sync.workspace.View;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGatewayImagesContract;
import com.relativity.sync.workspace.WriteMode;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class EmbeddedWorkspaceImagesTest extends WorkspaceGatewayImagesContract {

    @Inject
    WorkspaceGateway gateway;

    @Inject
    Workspaces workspaces;

    @Inject
    SavedSearches searches;

    @Inject
    Productions productions;

    @Inject
    Views views;

    @Inject
    StoreSettings settings;

    @Inject
    Transactions transactions;

    @Override
    protected WorkspaceGateway gateway() {
        return gateway;
    }

    @Override
    protected Workspace addWorkspace(String name) {
        return now(workspaces.create(name));
    }

    @Override
    protected SavedSearch addSavedSearch(Workspace workspace, String name) {
        return now(searches.create(workspace, name, null, null)).search();
    }

    @Override
    protected Production addProduction(Workspace workspace, String name) {
        return now(productions.create(workspace.workspaceId(), name));
    }

    @Override
    protected View addView(Workspace workspace, String name, long objectTypeId) {
        return now(views.create(workspace.workspaceId(), name, objectTypeId, null))
                .view();
    }

    @Test
    @Rule("4.natives.missing")
    void aLinkToAFileThatIsGone_orDamaged_fails_andOneToAShareThatIsAwayCanBeTriedAgain() throws IOException {
        var workspace = addWorkspace("Links");
        var stored = store(workspace, "linked");
        Path place = settings.files().resolve(stored.reference());
        Path directory = settings.files().resolve(Long.toString(workspace.workspaceId()));

        Files.writeString(place, "shorter");
        assertThat(failureOf(gateway.link(1, file(stored))), instanceOf(IOException.class));
        Files.delete(place);
        assertThat(failureOf(gateway.link(1, file(stored))), instanceOf(NoSuchFileException.class));
        Files.move(directory, directory.resolveSibling(workspace.workspaceId() + ".away"));
        assertThat(failureOf(gateway.link(1, file(stored))), instanceOf(DependencyDown.class));
    }

    private static SourceFile file(StoredFile stored) {
        return new SourceFile(
                "a.txt", stored.sizeBytes(), stored.sha256(), false, stored.reference(), "share", () -> null);
    }

    @Test
    void aBatchForAProductionOfAnotherWorkspace_isRefusedAndLeavesNothing() {
        var here = addWorkspace("Here");
        var there = addProduction(addWorkspace("There"), "There");
        var page = new PageWrite("A", "a.tif", store(here, "page"));

        assertThat(failureOf(write(here, there.productionId(), item("A", List.of(page)))), instanceOf(NotFound.class));

        assertEquals(0, count("store_item where workspace_id = " + here.workspaceId()));
        assertEquals(0, count("store_image_page where production_id = " + there.productionId()));
    }

    @Test
    void aPageThatNoRowCanHold_isAnItemError() {
        var workspace = addWorkspace("Bad pages");
        var file = store(workspace, "page");

        var receipt = now(write(
                workspace,
                null,
                item("ID", List.of(new PageWrite("a\0", "a.tif", file))),
                item("NAME", List.of(new PageWrite("a", "a\0.tif", file))),
                item("GOOD", List.of(new PageWrite("a;\\\"'", "x".repeat(5_000) + ";\\", file)))));

        assertEquals(
                List.of("ID", "NAME"),
                receipt.errors().stream().map(ItemError::identifier).toList());
        assertEquals(1, receipt.transferred());
    }

    @Test
    void moreStatementsThanOne_writeAllPagesOfADocument() {
        var workspace = addWorkspace("Many pages");
        var file = store(workspace, "page");
        var pages = IntStream.range(0, 12_345)
                .mapToObj(number -> new PageWrite("P" + number, number + ".tif", file))
                .toList();

        for (int again = 0; again < 2; again++) {
            now(write(workspace, null, item("A", pages)));
        }

        var id = now(transactions.query(
                        "select item_id from store_item where workspace_id = $1", Tuple.of(workspace.workspaceId())))
                .iterator()
                .next()
                .getLong(0);
        var read = now(gateway.read(
                        workspace.workspaceId(),
                        new ItemSelection(List.of(id), List.of(), false, ImageChoice.ORIGINALS)))
                .get(0)
                .images();
        assertEquals(12_345, read.size());
        assertTrue(IntStream.range(0, 12_345)
                .allMatch(number -> read.get(number).fileName().equals(number + ".tif")));
    }

    private StoredFile store(Workspace workspace, String content) {
        return now(gateway.store(workspace.workspaceId(), () -> new ByteArrayInputStream(content.getBytes())));
    }

    private static ItemWrite item(String name, List<PageWrite> pages) {
        return new ItemWrite(null, name, Map.of(), List.of(), null, pages);
    }

    private io.smallrye.mutiny.Uni<BatchReceipt> write(Workspace workspace, Long productionId, ItemWrite... items) {
        var batch = new BatchWrite(
                items.length,
                workspace.documentTypeId(),
                WriteMode.CREATE_OR_UPDATE,
                Set.of(),
                workspace.rootFolderId(),
                false,
                productionId,
                null,
                List.of(items),
                List.of());
        return gateway.write(workspace.workspaceId(), new BatchKey(System.nanoTime(), 0), 1, batch);
    }

    private long count(String tableAndCondition) {
        return now(transactions.query("select count(*) from " + tableAndCondition, Tuple.tuple()))
                .iterator()
                .next()
                .getLong(0);
    }
}
