package com.relativity.sync.engine.transfer;

import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.CopyImagesMode;
import com.relativity.sync.job.ImageConfiguration.DataSourceType;
import com.relativity.sync.job.ImageConfiguration.ProductionImagePrecedence;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Production;
import com.relativity.sync.workspace.SourceFile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One batch of documents with images, from workspace to workspace in memory. */
class ImageTransferTest {

    private static final String PDF = "%PDF-1.7 ";

    private final Matter matter = new Matter();
    private long searchId;
    private Production first;
    private Production second;

    @BeforeEach
    void furnish() {
        searchId = matter.workspaces.addSavedSearch(matter.source, "All", null).savedSearchId();
        first = matter.workspaces.addProduction(matter.source, "First");
        second = matter.workspaces.addProduction(matter.source, "Second");
    }

    @Test
    @Rule("4.images.copy")
    @Rule("4.images.order")
    @Rule("4.images.first-page")
    @Rule("4.images.following-pages")
    @Rule("3.items.image.originals")
    void originalsAreCopiedInOrder_namedAfterTheDocument() {
        document("A", originals("a", 10));
        document("NONE", List.of());

        var receipt = matter.transfer(fromSearch(CopyImagesMode.CopyFiles, null));

        assertEquals(1, receipt.total());
        assertThat(matter.writtenIdentifiers(), contains("A"));
        assertThat(
                matter.workspaces.pages(matter.destination, null, "A"),
                contains("A", "A_01", "A_02", "A_03", "A_04", "A_05", "A_06", "A_07", "A_08", "A_09"));
        var pages = matter.written("A").images();
        assertEquals(
                IntStream.range(0, 10).mapToObj(at -> "a" + at + ".tif").toList(),
                pages.stream().map(SourceFile::fileName).toList());
        assertEquals(Matter.sha256((PDF + "a3").getBytes()), pages.get(3).sha256());
        assertFalse(pages.get(3).linked());
    }

    @Test
    @Rule("4.images.links")
    void linksPointToTheSourcesPages() {
        document("A", originals("a", 2));

        matter.transfer(fromSearch(CopyImagesMode.SetFileLinks, null));

        var pages = matter.written("A").images();
        assertTrue(pages.stream().allMatch(SourceFile::linked));
        assertEquals(
                List.of("1/a0.tif", "1/a1.tif"),
                pages.stream().map(SourceFile::reference).toList());
    }

    @Test
    @Rule("4.images.none")
    void withoutImageFilesTheDocumentsComeWithoutPages() {
        document("A", originals("a", 2));

        matter.transfer(fromSearch(CopyImagesMode.DoNotImportImageFiles, null));

        assertThat(matter.writtenIdentifiers(), contains("A"));
        assertThat(matter.workspaces.pages(matter.destination, null, "A"), empty());
    }

    @Test
    @Rule("4.images.precedence")
    @Rule("3.items.image.precedence")
    void theFirstProductionThatHasTheDocumentWins() {
        document("BOTH", originals("o", 1));
        document("SECOND", originals("o", 1));
        document("NEITHER", originals("o", 1));
        matter.workspaces.addPages(matter.source, first.productionId(), "BOTH", originals("first", 3));
        matter.workspaces.addPages(matter.source, second.productionId(), "BOTH", originals("second", 2));
        matter.workspaces.addPages(matter.source, second.productionId(), "SECOND", originals("second", 2));

        matter.transfer(fromSearch(CopyImagesMode.CopyFiles, precedence(false)));

        assertThat(matter.writtenIdentifiers(), contains("BOTH", "SECOND"));
        assertEquals("first0.tif", matter.written("BOTH").images().get(0).fileName());
        assertEquals(3, matter.written("BOTH").images().size());
        assertEquals("second0.tif", matter.written("SECOND").images().get(0).fileName());
    }

    @Test
    @Rule("3.items.image.precedence-and-originals")
    void originalsStandInWhereTheyAreIncluded() {
        document("PRODUCED", originals("o", 1));
        document("ORIGINAL", originals("o", 1));
        matter.workspaces.addPages(matter.source, second.productionId(), "PRODUCED", originals("second", 2));

        matter.transfer(fromSearch(CopyImagesMode.CopyFiles, precedence(true)));

        assertEquals("second0.tif", matter.written("PRODUCED").images().get(0).fileName());
        assertEquals("o0.tif", matter.written("ORIGINAL").images().get(0).fileName());
    }

    @Test
    @Rule("3.items.image.production")
    void aProductionAsSourceSaysWhichDocuments_andWithoutAPrecedenceTheirOriginalsAreTaken() {
        document("IN", originals("o", 1));
        document("OUT", originals("o", 1));
        matter.workspaces.addPages(matter.source, first.productionId(), "IN", originals("first", 2));

        matter.transfer(
                matter.images(CopyImagesMode.CopyFiles, DataSourceType.Production, first.productionId(), null, null));

        assertThat(matter.writtenIdentifiers(), contains("IN"));
        assertEquals("o0.tif", matter.written("IN").images().get(0).fileName());
    }

    @Test
    @Rule("4.images.production-set")
    void aProductionSetGetsThePages_andTheDocumentsGoIntoTheRootFolder() {
        document("A", originals("a", 2));
        var production = matter.workspaces.addProduction(matter.destination, "Set");

        matter.transfer(matter.images(
                CopyImagesMode.CopyFiles, DataSourceType.SavedSearch, searchId, production.productionId(), null));

        assertThat(matter.workspaces.pages(matter.destination, production.productionId(), "A"), contains("A", "A_1"));
        assertThat(matter.written("A").images(), empty());
        assertEquals("", matter.written("A").folderPath());
    }

    @ParameterizedTest
    @EnumSource(names = {"CopyFiles", "SetFileLinks"})
    @Rule("4.images.bad-page")
    void aDocumentWithBadPagesIsOneItemErrorThatNamesThePage(CopyImagesMode mode) {
        document("GOOD", originals("a", 1));
        document("TEXT", List.of(page("t0.tif"), Matter.file("t1.tif", "no image"), Matter.file("t2.tif", "none")));
        document("GONE", List.of(Matter.file("g0.tif", new byte[9], () -> {
            throw new NoSuchFileException("g0.tif");
        })));

        var receipt = matter.transfer(fromSearch(mode, null));

        assertThat(matter.writtenIdentifiers(), contains("GOOD"));
        assertThat(
                receipt.errors().stream()
                        .map(error -> error.identifier() + ": " + error.message())
                        .sorted()
                        .toList(),
                contains(
                        allOf(containsString("GONE: Page 1, 'g0.tif'"), containsString("was not found")),
                        allOf(
                                containsString("TEXT: Page 2, 't1.tif' at \\\\share\\t1.tif"),
                                containsString("is not an image by its bytes"))));
    }

    @Test
    void anUpdateReplacesThePages() {
        document("A", originals("old", 3));
        matter.transfer(fromSearch(CopyImagesMode.CopyFiles, null));
        matter.workspaces.addPages(matter.source, null, "A", originals("new", 1));
        matter.overwrite(OverwriteMode.OverlayOnly, FieldsOverlayBehavior.UseFieldSettings);

        matter.transfer(fromSearch(CopyImagesMode.CopyFiles, null));

        assertThat(matter.workspaces.pages(matter.destination, null, "A"), contains("A"));
        assertEquals("new0.tif", matter.written("A").images().get(0).fileName());
    }

    @Test
    void aDocumentThatLostItsImagesIsAnItemError() {
        document("A", originals("a", 1));
        var configuration = fromSearch(CopyImagesMode.CopyFiles, null);
        var run = matter.run(configuration);
        var itemIds = List.of(matter.workspaces.documents(matter.source).get(0).itemId());
        matter.workspaces.addPages(matter.source, null, "A", List.of());

        assertThat(Matter.refusal(matter.transfer(run, itemIds)), containsString("lost its images"));
    }

    private ImageConfiguration fromSearch(CopyImagesMode mode, ProductionImagePrecedence precedence) {
        return matter.images(mode, DataSourceType.SavedSearch, searchId, null, precedence);
    }

    private ProductionImagePrecedence precedence(boolean originals) {
        return new ProductionImagePrecedence(List.of(first.productionId(), second.productionId()), originals);
    }

    private void document(String identifier, List<SourceFile> originals) {
        matter.add(identifier, Map.of());
        matter.workspaces.addPages(matter.source, null, identifier, originals);
    }

    private static List<SourceFile> originals(String name, int pages) {
        return IntStream.range(0, pages)
                .mapToObj(at -> Matter.file(name + at + ".tif", PDF + name + at))
                .toList();
    }

    private static SourceFile page(String name) {
        return Matter.file(name, PDF + name);
    }
}
