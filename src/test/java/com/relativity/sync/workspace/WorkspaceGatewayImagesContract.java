package com.relativity.sync.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.DataSource.ProductionImages;
import com.relativity.sync.workspace.DataSource.SavedSearchDocuments;
import com.relativity.sync.workspace.DataSource.SavedSearchImages;
import com.relativity.sync.workspace.DataSource.ViewObjects;
import com.relativity.sync.workspace.ItemWrite.FileWrite;
import com.relativity.sync.workspace.ItemWrite.PageWrite;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every gateway does with images, productions, views and links. */
public abstract class WorkspaceGatewayImagesContract {

    private static final long NOBODY = 9_000_000_000L;

    private static long lastJobId = System.currentTimeMillis() + 1_000_000_000L;

    private WorkspaceGateway gateway;
    private Workspace workspace;
    private Field identifier;
    private SavedSearch search;

    protected abstract WorkspaceGateway gateway();

    /** An empty workspace whose documents are identified by a fixed-length text. */
    protected abstract Workspace addWorkspace(String name);

    /** A public search that finds all documents. */
    protected abstract SavedSearch addSavedSearch(Workspace workspace, String name);

    protected abstract Production addProduction(Workspace workspace, String name);

    /** A view of all objects of a type. */
    protected abstract View addView(Workspace workspace, String name, long objectTypeId);

    @BeforeEach
    void furnish() {
        gateway = gateway();
        workspace = addWorkspace("Contract");
        identifier = now(gateway.fields(workspace.workspaceId(), workspace.documentTypeId()))
                .get(0);
        search = addSavedSearch(workspace, "All");
    }

    // What exists, and what does not

    @Test
    void whatDoesNotExist_isEmptyAndNoFailure() {
        long id = workspace.workspaceId();

        assertTrue(now(gateway.objectType(id, NOBODY)).isEmpty());
        assertTrue(now(gateway.production(id, NOBODY)).isEmpty());
        assertTrue(now(gateway.view(id, NOBODY)).isEmpty());
        assertTrue(ids(new SavedSearchImages(NOBODY, ImageChoice.ORIGINALS)).isEmpty());
        assertTrue(ids(new ProductionImages(NOBODY, ImageChoice.ORIGINALS)).isEmpty());
        assertTrue(ids(new ViewObjects(NOBODY)).isEmpty());
    }

    @Test
    void whatBelongsToAnotherWorkspace_doesNotExist() {
        var production = addProduction(workspace, "Ours");
        var view = addView(workspace, "Ours", workspace.documentTypeId());
        write(production.productionId(), item("A", pages("a")));
        long stranger = addWorkspace("Stranger").workspaceId();

        assertTrue(now(gateway.objectType(stranger, workspace.documentTypeId())).isEmpty());
        assertTrue(now(gateway.production(stranger, production.productionId())).isEmpty());
        assertTrue(now(gateway.view(stranger, view.viewId())).isEmpty());
        assertTrue(
                now(gateway.itemIds(stranger, new ProductionImages(production.productionId(), of(production)), 0, 10))
                        .isEmpty());
        assertTrue(now(gateway.itemIds(stranger, new ViewObjects(view.viewId()), 0, 10))
                .isEmpty());
    }

    @Test
    void aTypeAViewAndAProduction_areFoundByTheirIds() {
        var production = addProduction(workspace, "P 1");
        var view = addView(workspace, "V 1", workspace.documentTypeId());

        assertEquals(
                Optional.of(new ObjectType(workspace.documentTypeId(), "Document")),
                now(gateway.objectType(workspace.workspaceId(), workspace.documentTypeId())));
        assertEquals(Optional.of(view), now(gateway.view(workspace.workspaceId(), view.viewId())));
        assertEquals(workspace.documentTypeId(), view.objectTypeId());
        assertEquals(Optional.of(production), production(production));
        assertEquals(new Production(production.productionId(), "P 1", Production.Status.New, false), production);
    }

    // Pages

    @Test
    @Rule("4.images.order")
    void pagesComeBack_inOrder_withNamesSizesHashesAndBytes() throws IOException {
        write(null, item("A", pages("one", "two", "three")), item("B", null));

        var read = read(ImageChoice.ORIGINALS, "A").images();

        assertEquals(List.of("one", "two", "three"), contents(read));
        assertEquals(List.of("one.tif", "two.tif", "three.tif"), names(read));
        for (var page : read) {
            var stored = store(page.fileName().replace(".tif", ""));
            assertEquals(stored.sizeBytes(), page.sizeBytes());
            assertEquals(stored.sha256(), page.sha256());
            assertFalse(page.linked());
        }
        assertEquals(List.of(), read(ImageChoice.ORIGINALS, "B").images());
    }

    @Test
    void imagesThatNobodyAskedFor_areNotRead() {
        write(null, item("A", pages("one")));

        assertEquals(List.of(), read(null, "A").images());
    }

    @Test
    @Rule("4.images.precedence")
    void theFirstProductionThatHasPagesWins_thenTheOriginals() {
        var first = addProduction(workspace, "First");
        var second = addProduction(workspace, "Second");
        write(null, item("A", pages("a")), item("B", pages("b")), item("C", pages("c")), item("D", null));
        write(first.productionId(), item("A", pages("a in first")));
        write(second.productionId(), item("A", pages("a in second")), item("B", pages("b in second")));

        var both = List.of(first.productionId(), second.productionId());
        assertEquals(
                List.of(List.of("a in first"), List.of("b in second"), List.of("c"), List.of()),
                contentsOf(new ImageChoice(both, true)));
        assertEquals(
                List.of(List.of("a in first"), List.of("b in second"), List.of(), List.of()),
                contentsOf(new ImageChoice(both, false)));
        assertEquals(
                List.of(List.of("a in second"), List.of("b in second"), List.of("c"), List.of()),
                contentsOf(new ImageChoice(List.of(second.productionId(), first.productionId()), true)));
        assertEquals(List.of(List.of("a"), List.of("b"), List.of("c"), List.of()), contentsOf(ImageChoice.ORIGINALS));
        assertEquals(
                List.of(List.of(), List.of(), List.of(), List.of()), contentsOf(new ImageChoice(List.of(), false)));
    }

    @Test
    void pagesThatAreWritten_replaceThoseInTheirPlaceAlone() {
        var production = addProduction(workspace, "P");
        write(null, item("A", pages("1", "2", "3")));
        write(production.productionId(), item("A", pages("p1", "p2")));

        write(null, item("A", null));
        assertEquals(
                List.of("1", "2", "3"),
                contents(read(ImageChoice.ORIGINALS, "A").images()));

        write(null, item("A", pages("4", "5")));
        assertEquals(
                List.of("4", "5"), contents(read(ImageChoice.ORIGINALS, "A").images()));
        assertEquals(List.of("p1", "p2"), contents(read(of(production), "A").images()));

        write(production.productionId(), item("A", List.of()));
        assertEquals(List.of(), read(of(production), "A").images());
        assertEquals(
                List.of("4", "5"), contents(read(ImageChoice.ORIGINALS, "A").images()));
    }

    @Test
    @Rule("3.batch.record")
    void aReceiptCountsTheBytesOfNativesAndPages_thatWereTransferred() {
        write(null, item("OLD", pages("old")));
        var mixed = new ItemWrite(
                null, "A", key("A"), List.of(), new FileWrite("n.txt", store("native")), pages("12", "123"));

        var receipt = write(WriteMode.CREATE, null, mixed, item("OLD", pages("not counted")));

        assertEquals(1, receipt.transferred());
        assertEquals("native".length() + 2 + 3, receipt.fileBytes());
        assertEquals(List.of("old"), contents(read(ImageChoice.ORIGINALS, "OLD").images()));
    }

    // Which items

    @Test
    @Rule("3.items.image.originals")
    @Rule("3.items.image.precedence")
    @Rule("3.items.image.precedence-and-originals")
    void aSearchForImages_findsTheDocumentsThatHaveSomeOfTheChoice_inParts() {
        var production = addProduction(workspace, "P");
        write(null, item("A", pages("a")), item("B", null), item("C", pages("c")), item("D", null));
        write(production.productionId(), item("B", pages("b")), item("C", pages("c too")));

        assertEquals(List.of("A", "C"), found(images(ImageChoice.ORIGINALS)));
        assertEquals(List.of("B", "C"), found(images(of(production))));
        var either = images(new ImageChoice(List.of(production.productionId()), true));
        assertEquals(List.of("A", "B", "C"), found(either));
        assertEquals(List.of(), found(images(new ImageChoice(List.of(), false))));

        var all = ids(either);
        assertEquals(all.subList(0, 2), now(gateway.itemIds(workspace.workspaceId(), either, 0, 2)));
        assertEquals(all.subList(2, 3), now(gateway.itemIds(workspace.workspaceId(), either, all.get(1), 2)));
    }

    @Test
    @Rule("3.items.image.production")
    void aProductionAsSource_hasItsDocumentsThatHaveImagesOfTheChoice_inParts() {
        var source = addProduction(workspace, "Source");
        var other = addProduction(workspace, "Other");
        write(null, item("A", pages("a")), item("B", pages("b")), item("C", null), item("D", pages("d")));
        write(source.productionId(), item("A", pages("1", "2")), item("B", pages("3")), item("C", pages("4")));
        write(other.productionId(), item("B", pages("5")), item("D", pages("6")));

        var own = new ProductionImages(source.productionId(), of(source));
        assertEquals(List.of("A", "B", "C"), found(own));
        assertEquals(List.of("B"), found(new ProductionImages(source.productionId(), of(other))));
        assertEquals(List.of("A", "B"), found(new ProductionImages(source.productionId(), ImageChoice.ORIGINALS)));

        var all = ids(own);
        assertEquals(all.subList(0, 2), now(gateway.itemIds(workspace.workspaceId(), own, 0, 2)));
        assertEquals(all.subList(2, 3), now(gateway.itemIds(workspace.workspaceId(), own, all.get(1), 2)));
    }

    @Test
    @Rule("3.items.non-document")
    void aView_showsTheObjectsOfItsType_inParts() {
        write(null, item("A", null), item("B", null), item("C", null));
        var shown = new ViewObjects(
                addView(workspace, "V", workspace.documentTypeId()).viewId());

        assertEquals(List.of("A", "B", "C"), found(shown));
        var all = ids(shown);
        assertEquals(all.subList(1, 3), now(gateway.itemIds(workspace.workspaceId(), shown, all.get(0), 10)));
    }

    // Productions

    @Test
    void aProductionStaysAsItIs_untilItIsClosed() {
        var production = addProduction(workspace, "P");
        write(production.productionId(), item("A", pages("1")));
        assertEquals(Optional.of(production), production(production));

        for (int again = 0; again < 2; again++) {
            now(gateway.closeProduction(workspace.workspaceId(), production.productionId()));
            assertEquals(
                    Optional.of(new Production(production.productionId(), "P", Production.Status.Produced, true)),
                    production(production));
        }
    }

    // Links

    @Test
    @Rule("4.images.links")
    @Rule("4.natives.links")
    void aLink_refersToTheOtherWorkspacesFile() {
        write(
                null,
                new ItemWrite(null, "A", key("A"), List.of(), new FileWrite("n.txt", store("native")), pages("page")));
        var source = read(ImageChoice.ORIGINALS, "A");
        furnish();

        var nativeLink =
                now(gateway.link(workspace.workspaceId(), source.natives().get(0)));
        var pageLink = now(gateway.link(workspace.workspaceId(), source.images().get(0)));
        assertEquals(source.natives().get(0).sha256(), nativeLink.sha256());
        assertEquals(source.natives().get(0).sizeBytes(), nativeLink.sizeBytes());
        write(
                null,
                new ItemWrite(
                        null,
                        "L",
                        key("L"),
                        List.of(),
                        new FileWrite("n.txt", nativeLink),
                        List.of(new PageWrite("L", "page.tif", pageLink), page("own"))));

        var linked = read(ImageChoice.ORIGINALS, "L");
        assertTrue(linked.natives().get(0).linked());
        assertEquals("native", content(linked.natives().get(0)));
        assertEquals(
                List.of(true, false),
                linked.images().stream().map(SourceFile::linked).toList());
        assertEquals(List.of("page", "own"), contents(linked.images()));
    }

    @Test
    void aLinkToALink_refersToTheSameFile() {
        write(null, item("A", pages("page")));
        var first = read(ImageChoice.ORIGINALS, "A").images().get(0);
        furnish();
        var link = now(gateway.link(workspace.workspaceId(), first));
        write(null, item("B", List.of(new PageWrite("B", "page.tif", link))));
        var second = read(ImageChoice.ORIGINALS, "B").images().get(0);
        furnish();
        var again = now(gateway.link(workspace.workspaceId(), second));
        write(null, item("C", List.of(new PageWrite("C", "page.tif", again))));

        var third = read(ImageChoice.ORIGINALS, "C").images().get(0);
        assertTrue(third.linked());
        assertEquals(first.reference(), third.reference());
        assertEquals("page", content(third));
    }

    // Writers at the same time

    @Test
    @Tag("G6")
    void writersOfTheSamePagesAtOnce_leaveThoseOfOneOfThem() {
        var writes = new ArrayList<Uni<BatchReceipt>>();
        for (int job = 0; job < 6; job++) {
            ItemWrite[] items = new ItemWrite[40];
            for (int at = 0; at < items.length; at++) {
                int number = job % 2 == 0 ? at : items.length - 1 - at;
                items[at] = item(
                        "I" + number,
                        pages("job " + job, "job " + job, "job " + job).subList(0, 1 + job % 3));
            }
            writes.add(writing(WriteMode.CREATE_OR_UPDATE, null, items));
        }

        var receipts = now(Uni.join().all(writes).andFailFast());

        assertEquals(240, receipts.stream().mapToInt(BatchReceipt::transferred).sum());
        for (var pages : contentsOf(ImageChoice.ORIGINALS)) {
            int job = Integer.parseInt(pages.get(0).substring("job ".length()));
            assertEquals(1 + job % 3, pages.size());
            assertEquals(1, Set.copyOf(pages).size());
        }
    }

    // Words of the tests

    private ItemWrite item(String name, List<PageWrite> pages) {
        return new ItemWrite(null, name, key(name), List.of(), null, pages);
    }

    private Map<Long, Object> key(String name) {
        return Map.of(identifier.fieldId(), name);
    }

    private List<PageWrite> pages(String... contents) {
        return Arrays.stream(contents).map(this::page).toList();
    }

    private PageWrite page(String content) {
        return new PageWrite("Bates " + content, content + ".tif", store(content));
    }

    private StoredFile store(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return now(gateway.store(workspace.workspaceId(), () -> new ByteArrayInputStream(bytes)));
    }

    private void write(Long productionId, ItemWrite... items) {
        write(WriteMode.CREATE_OR_UPDATE, productionId, items);
    }

    private BatchReceipt write(WriteMode mode, Long productionId, ItemWrite... items) {
        return now(writing(mode, productionId, items));
    }

    private Uni<BatchReceipt> writing(WriteMode mode, Long productionId, ItemWrite... items) {
        var batch = new BatchWrite(
                items.length,
                workspace.documentTypeId(),
                mode,
                Set.of(),
                workspace.rootFolderId(),
                false,
                productionId,
                null,
                List.of(items),
                List.of());
        return gateway.write(workspace.workspaceId(), new BatchKey(++lastJobId, 0), 1, batch);
    }

    private Optional<Production> production(Production production) {
        return now(gateway.production(workspace.workspaceId(), production.productionId()));
    }

    private static ImageChoice of(Production production) {
        return new ImageChoice(List.of(production.productionId()), false);
    }

    private DataSource images(ImageChoice choice) {
        return new SavedSearchImages(search.savedSearchId(), choice);
    }

    private List<Long> ids(DataSource source) {
        return now(gateway.itemIds(workspace.workspaceId(), source, 0, 1_000));
    }

    private List<String> found(DataSource source) {
        return read(ids(source), null).stream().map(SourceItem::identifier).toList();
    }

    private List<SourceItem> read(List<Long> itemIds, ImageChoice choice) {
        return now(gateway.read(
                workspace.workspaceId(), new ItemSelection(itemIds, List.of(identifier.fieldId()), true, choice)));
    }

    private SourceItem read(ImageChoice choice, String name) {
        return read(ids(new SavedSearchDocuments(search.savedSearchId())), choice).stream()
                .filter(item -> item.identifier().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Of all documents in order. */
    private List<List<String>> contentsOf(ImageChoice choice) {
        return read(ids(new SavedSearchDocuments(search.savedSearchId())), choice).stream()
                .map(item -> contents(item.images()))
                .toList();
    }

    private static List<String> names(List<SourceFile> files) {
        return files.stream().map(SourceFile::fileName).toList();
    }

    private static List<String> contents(List<SourceFile> files) {
        return files.stream().map(WorkspaceGatewayImagesContract::content).toList();
    }

    private static String content(SourceFile file) {
        try (InputStream bytes = file.content().open()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
