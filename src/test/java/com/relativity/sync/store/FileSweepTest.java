package com.relativity.sync.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.FileReferences.Position;
import com.relativity.sync.store.query.Comparison;
import com.relativity.sync.store.query.Condition;
import com.relativity.sync.store.query.Operator;
import com.relativity.sync.support.WithoutAgents;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.ItemWrite.FileWrite;
import com.relativity.sync.workspace.ItemWrite.PageWrite;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.OverlayBehavior;
import com.relativity.sync.workspace.StoredFile;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WriteMode;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
@Tag("G15")
class FileSweepTest {

    private static final AtomicLong JOBS = new AtomicLong(System.currentTimeMillis());

    @Inject
    WorkspaceGateway gateway;

    @Inject
    Workspaces workspaces;

    @Inject
    Fields fields;

    @Inject
    Productions productions;

    @Inject
    StoreFiles files;

    @Inject
    StoreSettings settings;

    @Inject
    FileReferences references;

    @Inject
    LeavingTexts texts;

    @Inject
    PlacedFiles placed;

    @Inject
    Transactions transactions;

    @Inject
    MeterRegistry metrics;

    private FileSweep sweep;
    private Workspace workspace;
    private Field text;

    @BeforeEach
    void aWorkspace() {
        sweep = newSweep();
        workspace = now(workspaces.create("Swept"));
        text = now(fields.create(
                workspace.documentTypeId(),
                new NewField("Text", FieldType.LongText, OverlayBehavior.ReplaceValues, null, null)));
    }

    private FileSweep newSweep() {
        return new FileSweep(references, texts, files, settings, metrics);
    }

    @Test
    void anOldFileThatNothingRefersTo_isSetAside_andRemovedWhenItHasBeenAsideAsLong() throws IOException {
        var file = stored("nobody's");
        age(file);

        sweepOnce();
        assertFalse(Files.exists(place(file)));
        assertEquals("nobody's", read(file));

        sweepOnce();
        assertEquals("nobody's", read(file));

        age(file);
        sweepOnce();
        assertFalse(Files.exists(aside(file)));
        assertThat(failureOf(Uni.createFrom().item(() -> read(file))), instanceOf(UncheckedIOException.class));
    }

    @Test
    void aYoungFileStays_andOneStoredAgainIsYoung() throws IOException {
        var young = stored("young");
        var again = stored("again");
        age(again);
        stored("again");

        sweepOnce();

        assertTrue(Files.exists(place(young)));
        assertTrue(Files.exists(place(again)));
    }

    @Test
    void filesOfNativesAndLongTexts_stayHoweverOldTheyAre() throws IOException {
        var nativeFile = stored("native");
        var longText = stored("long text");
        write("A", Map.of(text.fieldId(), longText), nativeFile);
        age(nativeFile);
        age(longText);

        sweepOnce();

        assertTrue(Files.exists(place(nativeFile)));
        assertTrue(Files.exists(place(longText)));
    }

    @Test
    void aFileThatAnUpdateHasReplaced_goes() throws IOException {
        var first = stored("first");
        var second = stored("second");
        write("A", Map.of(), first);
        write("A", Map.of(), second);
        age(first);
        age(second);

        sweepOnce();

        assertFalse(Files.exists(place(first)));
        assertTrue(Files.exists(place(second)));
    }

    @Test
    void aFileThatAnotherWorkspaceLinksTo_stays() throws IOException {
        var file = stored("linked");
        age(file);
        var other = workspace;
        aWorkspace();
        write("LINK", Map.of(), stored("own"));
        sql("update store_item set native_linked = true, native_reference = '" + file.reference()
                + "' where workspace_id = " + workspace.workspaceId());
        workspace = other;

        sweepOnce();

        assertTrue(Files.exists(place(file)));
    }

    @Test
    void filesOfPages_stayHoweverOldTheyAre_originalsAndThoseOfProductions() throws IOException {
        var production = now(productions.create(workspace.workspaceId(), "P"));
        var original = stored("original");
        var produced = stored("produced");
        writePages("A", null, original);
        writePages("A", production.productionId(), produced);
        age(original);
        age(produced);

        sweepOnce();

        assertTrue(Files.exists(place(original)));
        assertTrue(Files.exists(place(produced)));
    }

    @Test
    void filesOfPagesThatWereReplaced_go() throws IOException {
        var production = now(productions.create(workspace.workspaceId(), "P"));
        var replaced = List.of(stored("first original"), stored("first produced"));
        writePages("A", null, replaced.get(0));
        writePages("A", production.productionId(), replaced.get(1));
        var kept = List.of(stored("second original"), stored("second produced"));
        writePages("A", null, kept.get(0));
        writePages("A", production.productionId(), kept.get(1));
        for (var file : Stream.concat(replaced.stream(), kept.stream()).toList()) {
            age(file);
        }

        sweepOnce();

        replaced.forEach(file -> assertFalse(Files.exists(place(file))));
        kept.forEach(file -> assertTrue(Files.exists(place(file))));
    }

    @Test
    void aFileThatPagesOfAnotherWorkspaceLinkTo_stays_asOriginalAndInAProduction() throws IOException {
        var original = stored("linked original");
        var produced = stored("linked produced");
        age(original);
        age(produced);
        var owner = workspace;
        aWorkspace();
        var production = now(productions.create(workspace.workspaceId(), "P"));
        writePages("LINK", null, original);
        writePages("LINK", production.productionId(), produced);
        age(original);
        age(produced);

        sweepOnce();
        assertTrue(Files.exists(settings.files().resolve(original.reference())));
        assertTrue(Files.exists(settings.files().resolve(produced.reference())));

        writePages("LINK", null);
        writePages("LINK", production.productionId());
        sweepOnce();
        workspace = owner;
        assertFalse(Files.exists(place(original)));
        assertFalse(Files.exists(place(produced)));
    }

    @Test
    void everyReferenceIsRead_howeverSmallThePortions() {
        var production = now(productions.create(workspace.workspaceId(), "P"));
        var expected = new ArrayList<String>();
        var links = new ArrayList<StoredFile>();
        for (int document = 0; document < 4; document++) {
            var pages = new StoredFile[document];
            for (int page = 0; page < document; page++) {
                pages[page] = stored(workspace.workspaceId() + " page " + document + " " + page);
                expected.add(name(pages[page]));
            }
            var nativeFile = stored("native " + document);
            expected.add(name(nativeFile));
            write("A" + document, Map.of(), nativeFile);
            writePages("A" + document, null, pages);
            writePages("A" + document, production.productionId(), pages);
            links.addAll(List.of(pages));
        }

        for (int limit = 1; limit < 10; limit++) {
            int portion = limit;
            assertEquals(
                    expected.stream().sorted().toList(),
                    names(after -> references.ofItems(workspace.documentTypeId(), after, portion)),
                    "items, portions of " + portion);
            assertEquals(
                    links.stream().map(FileSweepTest::name).sorted().toList(),
                    names(after -> references.ofProduction(production.productionId(), after, portion)),
                    "pages, portions of " + portion);
        }

        var owner = workspace.workspaceId();
        aWorkspace();
        writePages("LINKS", null, links.toArray(StoredFile[]::new));
        write("LINK", Map.of(), links.get(0));
        for (int limit = 1; limit < 10; limit++) {
            var found = new ArrayList<String>();
            var portion = now(references.ofLinks(owner, "", limit));
            found.addAll(portion.names());
            while (portion.last() != null) {
                portion = now(references.ofLinks(owner, portion.last(), limit));
                found.addAll(portion.names());
            }
            assertEquals(links.stream().map(StoredFile::sha256).sorted().toList(), found, "links by " + limit);
        }
    }

    private static String name(StoredFile file) {
        return file.sha256().substring(0, 16);
    }

    /** Of all portions, sorted, each once. */
    private static List<String> names(Function<Position, Uni<FileReferences.Portion<Position>>> portions) {
        var names = new ArrayList<String>();
        for (Position after = Position.START; after != null; ) {
            var portion = now(portions.apply(after));
            names.addAll(portion.names());
            after = portion.last();
        }
        return names.stream().distinct().sorted().toList();
    }

    @Test
    void aFileThatIsReferredToAlthoughItIsAside_canBeRead_andGoesBack() throws IOException {
        var file = stored("caught in the race");
        write("A", Map.of(), file);
        age(file);
        assertTrue(files.sweep().setAside(workspace.workspaceId(), file.sha256(), Instant.now()));
        assertEquals("caught in the race", read(file));
        assertTrue(Files.exists(files.path(file.reference())));

        age(file);
        sweepOnce();

        assertTrue(Files.exists(place(file)));
        assertFalse(Files.exists(aside(file)));
    }

    @Test
    void aWriterWhoseFileWasSetAside_putsItBack() throws IOException {
        var file = stored("about to be referred to");
        age(file);
        sweepOnce();
        assertFalse(Files.exists(place(file)));

        write("A", Map.of(), file);

        assertTrue(Files.exists(place(file)));
    }

    @Test
    void aWriterWhoseFileIsGone_writesNothingAndIsToldToTryAgain() throws IOException {
        var file = stored("gone");
        Files.delete(place(file));

        assertThat(failureOf(writing("A", Map.of(), file)), instanceOf(DependencyDown.class));

        assertEquals(0, count("store_item where workspace_id = " + workspace.workspaceId()));
    }

    @Test
    void aLookAtTheFilesIsGoodForTenMinutes() {
        var at = OffsetDateTime.now();

        now(transactions.inOne(tx -> placed.stillGood(tx, new PlacedFiles.Look(at.minusMinutes(9)))));
        assertThat(
                failureOf(transactions.inOne(tx -> placed.stillGood(tx, new PlacedFiles.Look(at.minusMinutes(11))))),
                instanceOf(DependencyDown.class));
    }

    @Test
    void aTextGoesWithTheLastFileOfItsContent() throws IOException {
        var content = "a text " + UUID.randomUUID();
        var here = stored(content);
        write("A", Map.of(text.fieldId(), here), null);
        long first = workspace.workspaceId();
        aWorkspace();
        var there = stored(content);
        write("A", Map.of(text.fieldId(), there), null);

        sql("delete from store_item where workspace_id = " + first);
        sweepAway(here);
        assertEquals(1, count("store_text where not leaving and sha256 = '" + here.sha256() + "'"));

        sql("delete from store_item where workspace_id = " + workspace.workspaceId());
        sweepAway(there);
        assertEquals(0, count("store_text where sha256 = '" + here.sha256() + "'"));
    }

    @Test
    void aTextThatIsAboutToGo_isTakenBackByWhoeverRefersToItAgain() {
        var content = "taken back " + UUID.randomUUID();
        var file = stored(content);
        write("A", Map.of(text.fieldId(), file), null);
        sql("update store_text set leaving = true where sha256 = '" + file.sha256() + "'");

        write("B", Map.of(text.fieldId(), file), null);

        assertEquals(
                1,
                count("store_text where not leaving and content = '" + content + "' and sha256 = '" + file.sha256()
                        + "'"));
    }

    @Test
    void filesOfAWorkspaceThatTheDatabaseDoesNotKnow_areLeftAlone() throws IOException {
        var file = now(gateway.store(999_999_999L, () -> new ByteArrayInputStream(new byte[] {7})));
        age(file);

        sweepOnce();

        assertTrue(Files.exists(place(file)));
    }

    @Test
    void manySweepsAtOnce_removeOnlyWhatNothingRefersTo() throws IOException {
        var kept = new ArrayList<StoredFile>();
        var unreferred = new ArrayList<StoredFile>();
        for (int i = 0; i < 30; i++) {
            kept.add(stored("kept " + i));
            unreferred.add(stored("unreferred " + i));
            write("A" + i, Map.of(), kept.get(i));
        }
        for (int round = 0; round < 2; round++) {
            for (var file : kept) {
                age(file);
            }
            for (var file : unreferred) {
                age(file);
            }
            Uni.join()
                    .all(Stream.generate(this::newSweep)
                            .limit(4)
                            .map(FileSweepTest::toTheEnd)
                            .toList())
                    .andFailFast()
                    .await()
                    .atMost(Duration.ofSeconds(60));
        }

        for (var file : kept) {
            assertTrue(Files.exists(place(file)));
        }
        for (var file : unreferred) {
            assertFalse(Files.exists(place(file)));
            assertFalse(Files.exists(aside(file)));
        }
    }

    @Test
    void whileContentsAreStoredAndReferredToAgain_theSweepLeavesNoItemWithoutItsFile() throws Exception {
        var contents =
                Stream.of("a", "b", "c", "d", "e").map(one -> "content " + one).toList();
        var over = new AtomicBoolean();
        var sweeping = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                for (String content : contents) {
                    age(place(stored(content)));
                }
                now(toTheEnd(newSweep()));
            }
        });

        var written = new ArrayList<StoredFile>();
        for (int i = 0; i < 150; i++) {
            var file = stored(contents.get(i % contents.size()));
            write("A" + i, Map.of(), file);
            written.add(file);
            sql("delete from store_item where workspace_id = " + workspace.workspaceId() + " and identifier <> 'A" + i
                    + "'");
            assertEquals(contents.get(i % contents.size()), read(file));
        }
        over.set(true);
        sweeping.join();

        assertEquals(contents.get(149 % contents.size()), read(written.get(149)));
    }

    @Test
    void aTextInPieces_isFoundByWhatLiesAcrossTheirEnds_onceTheLastOneIsThere_andGoesWithItsFile() throws IOException {
        int size = 70_000;
        var longest = "ä".repeat(Condition.MOST_OF_LONG_TEXT - 2) + "𝄞";
        var content =
                "begin " + UUID.randomUUID() + "x".repeat(40_000) + longest + "𝄞y\0z".repeat(40_000) + " the end";
        var file = stored(content);
        write("A", Map.of(text.fieldId(), stored(content)), null);
        sql("delete from store_text where sha256 = '" + file.sha256() + "'");
        var pieces = new SearchableTexts(transactions, files, size);
        sql("insert into store_text_piece values ('" + file.sha256() + "', 0, 5, 'begin')");

        assertFalse(finds(Operator.contains, " the end"));
        now(pieces.add(List.of(file)));
        now(pieces.add(List.of(file)));

        assertTrue(count("store_text_piece where sha256 = '" + file.sha256() + "'") > 3);
        for (String part : List.of("begin", longest, "x" + "ä".repeat(30_000), "y z𝄞", "z the end")) {
            assertTrue(finds(Operator.contains, part), part);
        }
        assertTrue(finds(Operator.startsWith, "begin"));
        assertFalse(finds(Operator.startsWith, "𝄞y"));
        assertFalse(finds(Operator.contains, "the end begin"));

        sql("delete from store_text where sha256 = '" + file.sha256() + "'");
        sql("delete from store_text_piece where first_character > 0 and sha256 = '" + file.sha256() + "'");
        now(pieces.add(List.of(file)));
        assertTrue(finds(Operator.contains, " the end"));

        sql("delete from store_item where workspace_id = " + workspace.workspaceId());
        sweepAway(file);
        assertEquals(0, count("store_text where sha256 = '" + file.sha256() + "'"));
        assertEquals(0, count("store_text_piece where sha256 = '" + file.sha256() + "'"));
    }

    @Test
    void piecesThatNobodyCompleted_goWithTheFile() throws IOException {
        var file = stored("never completed " + UUID.randomUUID());
        sql("insert into store_text_piece values ('" + file.sha256() + "', 0, 5, 'never')");

        sweepAway(file);

        assertEquals(0, count("store_text_piece where sha256 = '" + file.sha256() + "'"));
    }

    private boolean finds(Operator operator, String value) {
        var condition = new Comparison(text, operator, value).compile(1);
        return now(transactions.query(
                                "select from store_item i where workspace_id = " + workspace.workspaceId() + " and "
                                        + condition.sql(),
                                Tuple.from(condition.parameters())))
                        .size()
                == 1;
    }

    private void sweepAway(StoredFile file) throws IOException {
        age(file);
        sweepOnce();
        age(file);
        sweepOnce();
    }

    private void sweepOnce() {
        now(toTheEnd(sweep));
    }

    private static Uni<Void> toTheEnd(FileSweep sweep) {
        return sweep.step()
                .chain(more -> more ? toTheEnd(sweep) : Uni.createFrom().voidItem());
    }

    private StoredFile stored(String content) {
        long workspaceId = workspace.workspaceId();
        return now(
                gateway.store(workspaceId, () -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
    }

    private Uni<?> writing(String identifier, Map<Long, Object> values, StoredFile nativeFile) {
        var item = new ItemWrite(
                null,
                identifier,
                values,
                List.of(),
                nativeFile == null ? null : new FileWrite("a.txt", nativeFile),
                null);
        var batch = new BatchWrite(
                1,
                workspace.documentTypeId(),
                WriteMode.CREATE_OR_UPDATE,
                Set.of(),
                workspace.rootFolderId(),
                false,
                null,
                null,
                List.of(item),
                List.of());
        return gateway.write(workspace.workspaceId(), new BatchKey(JOBS.incrementAndGet(), 0), 1, batch);
    }

    /** Gives a document these pages in a production, or as originals. */
    private void writePages(String identifier, Long productionId, StoredFile... files) {
        var pages = Stream.of(files)
                .map(file -> new PageWrite(identifier, "a.tif", file))
                .toList();
        var batch = new BatchWrite(
                1,
                workspace.documentTypeId(),
                WriteMode.CREATE_OR_UPDATE,
                Set.of(),
                workspace.rootFolderId(),
                false,
                productionId,
                null,
                List.of(new ItemWrite(null, identifier, Map.of(), List.of(), null, pages)),
                List.of());
        now(gateway.write(workspace.workspaceId(), new BatchKey(JOBS.incrementAndGet(), 0), 1, batch));
    }

    private void write(String identifier, Map<Long, Object> values, StoredFile nativeFile) {
        now(writing(identifier, values, nativeFile));
    }

    private String read(StoredFile file) {
        try (var bytes = files.content(file.reference()).open()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Path place(StoredFile file) {
        return settings.files().resolve(file.reference());
    }

    private Path aside(StoredFile file) {
        return settings.files()
                .resolve(file.reference().substring(0, file.reference().indexOf('/')))
                .resolve("aside")
                .resolve(file.sha256());
    }

    /** As if it had been stored, or set aside, longer ago than files must be for the sweep. */
    private void age(StoredFile file) throws IOException {
        age(place(file));
        age(aside(file));
    }

    private void age(Path file) {
        try {
            if (Files.exists(file)) {
                Files.setLastModifiedTime(
                        file,
                        FileTime.from(Instant.now().minus(settings.sweepAge()).minusSeconds(1)));
            }
        } catch (IOException setAside) {
            assertFalse(Files.exists(file));
        }
    }

    private long count(String tableAndCondition) {
        return now(transactions.query("select count(*) as n from " + tableAndCondition, Tuple.tuple()))
                .iterator()
                .next()
                .getLong("n");
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }
}
