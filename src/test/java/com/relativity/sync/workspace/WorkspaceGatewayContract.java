package com.relativity.sync.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.ItemWrite.FileWrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every gateway does. A gateway's test extends it and says how to furnish a workspace. */
public abstract class WorkspaceGatewayContract {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long NOBODY = 9_000_000_000L;

    /** Job ids of a test are its own, whatever database the gateway has. */
    private static long lastJobId = System.currentTimeMillis();

    private WorkspaceGateway gateway;
    private Workspace workspace;
    private Field identifier;
    private long jobId;

    protected abstract WorkspaceGateway gateway();

    /** An empty workspace whose documents are identified by a fixed-length text. */
    protected abstract Workspace addWorkspace(String name);

    /** A field; one that holds objects holds those of a type of the same name. */
    protected abstract Field addField(Workspace workspace, String name, FieldType type);

    /** Makes a user known, where the gateway knows users. */
    protected void addUser(@SuppressWarnings("unused") String email) {}

    /** A public search that finds all documents. */
    protected abstract SavedSearch addSavedSearch(Workspace workspace, String name);

    protected static <T> T now(Uni<T> answer) {
        return answer.await().atMost(LIMIT);
    }

    @BeforeEach
    void furnish() {
        gateway = gateway();
        workspace = addWorkspace("Contract");
        identifier = now(gateway.fields(workspace.workspaceId(), workspace.documentTypeId()))
                .get(0);
        jobId = ++lastJobId;
    }

    // What exists, and what does not

    @Test
    void aWorkspaceIsFoundWithItsRootFolderAndItsIdentifier() {
        assertEquals(Optional.of(workspace), now(gateway.workspace(workspace.workspaceId())));
        var root = now(gateway.folder(workspace.workspaceId(), workspace.rootFolderId()))
                .orElseThrow();
        assertNull(root.parentFolderId());
        assertTrue(identifier.isIdentifier());
        assertEquals(FieldType.FixedLengthText, identifier.type());
    }

    @Test
    void whatDoesNotExist_isEmptyAndNoFailure() {
        long id = workspace.workspaceId();

        assertTrue(now(gateway.workspace(NOBODY)).isEmpty());
        assertTrue(now(gateway.fields(id, NOBODY)).isEmpty());
        assertTrue(now(gateway.folder(id, NOBODY)).isEmpty());
        assertTrue(now(gateway.savedSearch(id, NOBODY)).isEmpty());
        assertTrue(now(gateway.itemIds(id, new DataSource.SavedSearchDocuments(NOBODY), 0, 10))
                .isEmpty());
        assertTrue(now(gateway.read(id, new ItemSelection(List.of(NOBODY), List.of(identifier.fieldId()), true, null)))
                .isEmpty());
        assertTrue(now(gateway.receipts(id, jobId, 0)).isEmpty());
    }

    @Test
    void anItemOfAnotherWorkspace_isNotRead() {
        write(0, WriteMode.CREATE, item("A"));
        var stranger = addWorkspace("Stranger");

        var read = now(gateway.read(
                stranger.workspaceId(), new ItemSelection(ids(10), List.of(identifier.fieldId()), false, null)));

        assertTrue(read.isEmpty());
    }

    // Values

    @Test
    void aValueOfEachType_comesBackAsItWasWritten() {
        addUser("someone@example.com");
        var values = new HashMap<FieldType, Object>();
        values.put(FieldType.FixedLengthText, "Grüße, 世界 👋");
        values.put(FieldType.LongText, "first line\nsecond line\twith tab and \"quotes\"");
        values.put(FieldType.WholeNumber, new BigDecimal("-9223372036854775808"));
        values.put(FieldType.Decimal, new BigDecimal("12345678901234567890.0123456789"));
        values.put(FieldType.Currency, new BigDecimal("0.01"));
        values.put(FieldType.Date, Instant.parse("2001-05-21T15:48:00.123Z"));
        values.put(FieldType.YesNo, false);
        values.put(FieldType.SingleChoice, "Hot\\Very hot");
        values.put(FieldType.MultipleChoice, List.of("b", "a\\c"));
        values.put(FieldType.SingleObject, "Domain");
        values.put(FieldType.MultipleObject, List.of("z", "y"));
        values.put(FieldType.User, "someone@example.com");
        var fields = new HashMap<FieldType, Field>();
        var written = new HashMap<Long, Object>();
        for (FieldType type : FieldType.values()) {
            var field = addField(workspace, "A " + type, type);
            fields.put(type, field);
            written.put(field.fieldId(), values.get(type));
        }

        write(0, WriteMode.CREATE, item("A", written));

        var read = read("A", List.copyOf(written.keySet())).values();
        fields.forEach((type, field) -> assertEquals(values.get(type), read.get(field.fieldId()), type.name()));
        assertEquals(FieldType.values().length, read.size());
    }

    @Test
    void onlyTheFieldsAskedFor_areRead() {
        var wanted = addField(workspace, "Wanted", FieldType.LongText);
        var other = addField(workspace, "Other", FieldType.LongText);
        write(0, WriteMode.CREATE, item("A", Map.of(wanted.fieldId(), "w", other.fieldId(), "o")));

        assertEquals(
                Map.of(wanted.fieldId(), "w"),
                read("A", List.of(wanted.fieldId())).values());
    }

    @Test
    @Rule("4.sanitise.long-text.streamed")
    void aTextStoredAsAFile_isReadAsAStream() throws IOException {
        var field = addField(workspace, "Text", FieldType.LongText);
        byte[] text = "long text, ".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        var stored = store(text);

        write(0, WriteMode.CREATE, item("A", Map.of(field.fieldId(), stored)));

        var read = (LongText) read("A", List.of(field.fieldId())).values().get(field.fieldId());
        assertEquals(text.length, read.sizeBytes());
        assertEquals(stored.sha256(), read.sha256());
        try (InputStream bytes = read.content().open()) {
            assertArrayEquals(text, bytes.readAllBytes());
        }
    }

    @Test
    void itemsAreReadInTheOrderAskedFor_andGoneOnesLeftOut() {
        write(0, WriteMode.CREATE, item("A"), item("B"), item("C"));
        List<Long> ids = ids(10);

        var read = now(gateway.read(
                workspace.workspaceId(),
                new ItemSelection(
                        List.of(ids.get(2), NOBODY, ids.get(0)), List.of(identifier.fieldId()), false, null)));

        assertEquals(
                List.of(ids.get(2), ids.get(0)),
                read.stream().map(SourceItem::itemId).toList());
    }

    @Test
    @Rule("3.items.document")
    void idsOfASearch_comeAscendingInParts() {
        write(0, WriteMode.CREATE, items(0, 5));
        var all = ids(10);

        assertEquals(5, all.size());
        assertEquals(all.stream().sorted().toList(), all);
        var search = new DataSource.SavedSearchDocuments(
                addSavedSearch(workspace, "Parts").savedSearchId());
        var first = now(gateway.itemIds(workspace.workspaceId(), search, 0, 2));
        var rest = now(gateway.itemIds(workspace.workspaceId(), search, first.get(1), 10));
        assertEquals(all.subList(0, 2), first);
        assertEquals(all.subList(2, 5), rest);
    }

    // Files

    @Test
    @Rule("4.natives.verified")
    void aStoredFile_hasTheSizeAndHashOfWhatWasRead() throws IOException {
        var stored = store("hello".getBytes(StandardCharsets.US_ASCII));

        assertEquals(5, stored.sizeBytes());
        assertEquals("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", stored.sha256());
        assertEquals(stored, store("hello".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(0, store(new byte[0]).sizeBytes());
    }

    @Test
    void aNative_comesBackWithNameSizeHashAndBytes() throws IOException {
        byte[] bytes = {0, 1, 2, (byte) 0xFF, 0};
        var stored = store(bytes);
        write(
                0,
                WriteMode.CREATE,
                new ItemWrite(null, "A", key("A"), List.of(), new FileWrite("a b.msg", stored), null));

        var file = read("A", List.of(identifier.fieldId())).natives().get(0);

        assertEquals("a b.msg", file.fileName());
        assertEquals(5, file.sizeBytes());
        assertEquals(stored.sha256(), file.sha256());
        assertEquals(false, file.linked());
        try (InputStream content = file.content().open()) {
            assertArrayEquals(bytes, content.readAllBytes());
        }
    }

    @Test
    void contentThatIsMissing_failsTheStoreWithItsOwnReason() {
        var failure = assertThrows(
                Throwable.class,
                () -> now(gateway.store(workspace.workspaceId(), () -> {
                    throw new NoSuchFileException("gone");
                })));

        assertTrue(causes(failure).anyMatch(NoSuchFileException.class::isInstance), failure.toString());
    }

    // Overwrite modes

    @Test
    @Rule("4.overwrite.append-only.exists")
    @Rule("4.overwrite.append-only.exists-not")
    void create_refusesWhatExists_andTakesTheRest() {
        write(0, WriteMode.CREATE, item("A"));

        var receipt = write(1, WriteMode.CREATE, item("A"), item("B"));

        assertEquals(1, receipt.transferred());
        assertEquals(List.of(ItemError.alreadyExists(null, "A")), receipt.errors());
        assertEquals(2, ids(10).size());
    }

    @Test
    @Rule("4.overwrite.overlay-only.exists-not")
    @Rule("4.overwrite.overlay-only.exists")
    void update_refusesWhatDoesNotExist_andTakesTheRest() {
        var field = addField(workspace, "Text", FieldType.LongText);
        write(0, WriteMode.CREATE, item("A", Map.of(field.fieldId(), "old")));

        var receipt = write(1, WriteMode.UPDATE, item("A", Map.of(field.fieldId(), "new")), item("B"));

        assertEquals(1, receipt.transferred());
        assertEquals(List.of(ItemError.doesNotExist(null, "B")), receipt.errors());
        assertEquals("new", read("A", List.of(field.fieldId())).values().get(field.fieldId()));
        assertEquals(1, ids(10).size());
    }

    @Test
    @Rule("4.overwrite.append-overlay.exists-not")
    @Rule("4.overwrite.append-overlay.exists")
    void createOrUpdate_takesAll_andAnUpdateKeepsTheItemsId() {
        write(0, WriteMode.CREATE, item("B"));
        var before = ids(10);

        var receipt = write(1, WriteMode.CREATE_OR_UPDATE, item("A"), item("B"), item("C"));

        assertEquals(3, receipt.transferred());
        assertEquals(List.of(), receipt.errors());
        assertTrue(ids(10).containsAll(before));
        assertEquals(3, ids(10).size());
    }

    @Test
    void identifiersAreComparedExactly() {
        write(0, WriteMode.CREATE, item("a"));

        var receipt = write(1, WriteMode.CREATE, item("A"), item("a "), item("á"));

        assertEquals(3, receipt.transferred());
    }

    @Test
    @Rule("4.update.mapped-only")
    void anUpdate_writesWhatIsNamed_emptiesNulls_andLeavesTheRest() {
        var named = addField(workspace, "Named", FieldType.LongText);
        var emptied = addField(workspace, "Emptied", FieldType.MultipleChoice);
        var left = addField(workspace, "Left", FieldType.Decimal);
        write(
                0,
                WriteMode.CREATE,
                item(
                        "A",
                        Map.of(
                                named.fieldId(),
                                "old",
                                emptied.fieldId(),
                                List.of("x"),
                                left.fieldId(),
                                new BigDecimal("1.5"))));
        var values = new HashMap<Long, Object>();
        values.put(named.fieldId(), "new");
        values.put(emptied.fieldId(), null);

        write(1, WriteMode.UPDATE, item("A", values));

        assertEquals(
                Map.of(named.fieldId(), "new", left.fieldId(), new BigDecimal("1.5")),
                read("A", List.of(named.fieldId(), emptied.fieldId(), left.fieldId()))
                        .values());
    }

    @Test
    @Rule("4.update.merge")
    void mergedFields_keepTheirNamesAndGetTheNewOnesBehind() {
        var merged = addField(workspace, "Merged", FieldType.MultipleChoice);
        var replaced = addField(workspace, "Replaced", FieldType.MultipleObject);
        write(
                0,
                WriteMode.CREATE,
                item("A", Map.of(merged.fieldId(), List.of("z", "b"), replaced.fieldId(), List.of("old"))),
                item("B"));

        write(
                1,
                WriteMode.UPDATE,
                Set.of(merged.fieldId()),
                workspace.rootFolderId(),
                false,
                List.of(
                        item("A", Map.of(merged.fieldId(), List.of("c", "b", "a"), replaced.fieldId(), List.of("new"))),
                        item("B", Map.of(merged.fieldId(), List.of("first")))));

        var a = read("A", List.of(merged.fieldId(), replaced.fieldId())).values();
        assertEquals(List.of("z", "b", "c", "a"), a.get(merged.fieldId()));
        assertEquals(List.of("new"), a.get(replaced.fieldId()));
        assertEquals(
                List.of("first"), read("B", List.of(merged.fieldId())).values().get(merged.fieldId()));
    }

    @Test
    void nothingMergedIntoAField_leavesItAsItIs() {
        var merged = addField(workspace, "Merged", FieldType.MultipleChoice);
        write(0, WriteMode.CREATE, item("A", Map.of(merged.fieldId(), List.of("x"))));
        var values = new HashMap<Long, Object>();
        values.put(merged.fieldId(), null);

        write(
                1,
                WriteMode.UPDATE,
                Set.of(merged.fieldId()),
                workspace.rootFolderId(),
                false,
                List.of(item("A", values)));

        assertEquals(List.of("x"), read("A", List.of(merged.fieldId())).values().get(merged.fieldId()));
    }

    @Test
    void anUpdateWithoutANative_leavesTheNative_andOneWithItReplacesIt() {
        var first = store(new byte[] {1});
        var second = store(new byte[] {2, 2});
        write(0, WriteMode.CREATE, new ItemWrite(null, "A", key("A"), List.of(), new FileWrite("1.txt", first), null));

        write(1, WriteMode.UPDATE, item("A"));
        assertEquals(first.sha256(), read("A", List.of()).natives().get(0).sha256());

        write(2, WriteMode.UPDATE, new ItemWrite(null, "A", key("A"), List.of(), new FileWrite("2.txt", second), null));
        assertEquals("2.txt", read("A", List.of()).natives().get(0).fileName());
        assertEquals(2, read("A", List.of()).natives().get(0).sizeBytes());
    }

    // Folders

    @Test
    @Rule("4.folder.retain")
    void foldersAreMadeOnce_belowTheBatchsFolder() {
        write(0, WriteMode.CREATE, at("A", "Mail", "Inbox"), at("B", "Mail"), at("C"), at("D", "Mail", "Inbox"));
        write(1, WriteMode.CREATE, at("E", "Mail", "Inbox", "2001"));

        assertEquals("Mail\\Inbox", read("A", List.of()).folderPath());
        assertEquals("Mail", read("B", List.of()).folderPath());
        assertEquals("", read("C", List.of()).folderPath());
        assertEquals("Mail\\Inbox", read("D", List.of()).folderPath());
        assertEquals("Mail\\Inbox\\2001", read("E", List.of()).folderPath());
    }

    @Test
    @Rule("4.folder.existing-stay")
    @Rule("4.folder.existing-move")
    void anUpdatedItem_movesOnlyWhereTheBatchSaysSo() {
        write(0, WriteMode.CREATE, at("A", "Old"));

        write(1, WriteMode.CREATE_OR_UPDATE, Set.of(), workspace.rootFolderId(), false, List.of(at("A", "New")));
        assertEquals("Old", read("A", List.of()).folderPath());

        write(2, WriteMode.CREATE_OR_UPDATE, Set.of(), workspace.rootFolderId(), true, List.of(at("A", "New")));
        assertEquals("New", read("A", List.of()).folderPath());
    }

    // Receipts and the fence

    @Test
    @Rule("3.once.together")
    void aReceiptCountsWhatWasTransferredAndWhatWasRefusedBefore() {
        var refused = new ItemError(null, "R", "could not be prepared");
        var stored = store(new byte[7]);

        var receipt = now(gateway.write(
                workspace.workspaceId(),
                new BatchKey(jobId, 0),
                1,
                new BatchWrite(
                        2,
                        workspace.documentTypeId(),
                        WriteMode.CREATE,
                        Set.of(),
                        workspace.rootFolderId(),
                        false,
                        null,
                        null,
                        List.of(new ItemWrite(null, "A", key("A"), List.of(), new FileWrite("a", stored), null)),
                        List.of(refused))));

        assertEquals(2, receipt.total());
        assertEquals(1, receipt.transferred());
        assertEquals(7, receipt.fileBytes());
        assertEquals(List.of(refused), receipt.errors());
        assertEquals(List.of(receipt), now(gateway.receipts(workspace.workspaceId(), jobId, 0)));
    }

    @Test
    @Tag("G6")
    @Rule("3.once.replay")
    void theSameBatchAgain_writesNothingAndAnswersWithTheFirstReceipt() {
        var field = addField(workspace, "Text", FieldType.LongText);
        var first = write(0, WriteMode.CREATE, item("A", Map.of(field.fieldId(), "first")));

        var again = write(0, WriteMode.CREATE_OR_UPDATE, item("A", Map.of(field.fieldId(), "again")), item("B"));

        assertEquals(first, again);
        assertEquals("first", read("A", List.of(field.fieldId())).values().get(field.fieldId()));
        assertEquals(1, ids(10).size());
    }

    @Test
    void receiptsComeInOrderOfPosition_fromTheOneAskedFor() {
        write(200, WriteMode.CREATE, item("C"));
        write(0, WriteMode.CREATE, item("A"));
        write(100, WriteMode.CREATE, item("B"));

        var all = now(gateway.receipts(workspace.workspaceId(), jobId, 0));
        var rest = now(gateway.receipts(workspace.workspaceId(), jobId, 100));

        assertEquals(
                List.of(0L, 100L, 200L),
                all.stream().map(one -> one.key().firstPosition()).toList());
        assertEquals(all.subList(1, 3), rest);
    }

    @Test
    @Tag("G5")
    void anAttemptBelowOneSeen_isRefusedAndWritesNothing() {
        write(2, 0, item("A"));

        assertThrows(LeaseLost.class, () -> write(1, 100, item("B")));

        assertEquals(1, ids(10).size());
        write(3, 100, item("B"));
    }

    @Test
    @Tag("G5")
    void aClosedAttempt_writesNoMore_alsoNotABatchItHasWritten() {
        write(1, 0, item("A"));

        now(gateway.close(workspace.workspaceId(), jobId, 1));
        now(gateway.close(workspace.workspaceId(), jobId, 1));

        assertThrows(LeaseLost.class, () -> write(1, 100, item("B")));
        assertThrows(LeaseLost.class, () -> write(1, 0, item("A")));
        assertEquals(1, now(gateway.receipts(workspace.workspaceId(), jobId, 0)).size());
    }

    @Test
    @Tag("G5")
    void aRunClosedBeforeItsFirstWrite_writesNothing() {
        now(gateway.close(workspace.workspaceId(), jobId, 1));

        assertThrows(LeaseLost.class, () -> write(1, 0, item("A")));
        assertTrue(ids(10).isEmpty());
    }

    @Test
    void aLaterAttempt_goesOnAfterAnEarlierOneWasClosed() {
        write(1, 0, item("A"));
        now(gateway.close(workspace.workspaceId(), jobId, 1));

        write(2, 100, item("B"));

        assertEquals(2, now(gateway.receipts(workspace.workspaceId(), jobId, 0)).size());
    }

    @Test
    void forgottenReceipts_areGone_andTheClosedRunStaysClosed() {
        write(1, 0, item("A"));
        now(gateway.close(workspace.workspaceId(), jobId, 1));

        now(gateway.forget(workspace.workspaceId(), jobId));

        assertTrue(now(gateway.receipts(workspace.workspaceId(), jobId, 0)).isEmpty());
        assertThrows(LeaseLost.class, () -> write(1, 0, item("A")));
    }

    // Writers at the same time

    @Test
    @Tag("G6")
    void theSameBatchTwiceAtOnce_isWrittenOnce() {
        var writes = List.of(
                writing(jobId, 0, WriteMode.CREATE, items(0, 100)), writing(jobId, 0, WriteMode.CREATE, items(0, 100)));

        var receipts = atOnce(writes);

        assertEquals(receipts.get(0), receipts.get(1));
        assertEquals(100, receipts.get(0).transferred());
        assertEquals(100, ids(1_000).size());
    }

    @Test
    void jobsThatCreateTheSameItemsAtOnce_createEachOneOnce() {
        var writes = new ArrayList<Uni<BatchReceipt>>();
        for (int job = 0; job < 6; job++) {
            ItemWrite[] items = items(0, 200);
            if (job % 2 == 1) {
                Collections.reverse(Arrays.asList(items));
            }
            writes.add(writing(++lastJobId, 0, WriteMode.CREATE, items));
        }

        var receipts = atOnce(writes);

        assertEquals(200, receipts.stream().mapToInt(BatchReceipt::transferred).sum());
        assertEquals(1_000, receipts.stream().mapToInt(BatchReceipt::failed).sum());
        assertEquals(200, ids(1_000).size());
    }

    @Test
    void jobsThatMergeIntoTheSameItemsAtOnce_loseNothing() {
        var merged = addField(workspace, "Merged", FieldType.MultipleChoice);
        var writes = new ArrayList<Uni<BatchReceipt>>();
        for (int job = 0; job < 6; job++) {
            var items = new ArrayList<ItemWrite>();
            for (int at = 0; at < 50; at++) {
                int number = job % 2 == 0 ? at : 49 - at;
                items.add(new ItemWrite(
                        null,
                        "I" + number,
                        Map.of(identifier.fieldId(), "I" + number, merged.fieldId(), List.of("job " + job)),
                        List.of("Folder " + number % 7, "Below"),
                        null,
                        null));
            }
            writes.add(gateway.write(
                    workspace.workspaceId(),
                    new BatchKey(++lastJobId, 0),
                    1,
                    new BatchWrite(
                            50,
                            workspace.documentTypeId(),
                            WriteMode.CREATE_OR_UPDATE,
                            Set.of(merged.fieldId()),
                            workspace.rootFolderId(),
                            true,
                            null,
                            null,
                            items,
                            List.of())));
        }

        var receipts = atOnce(writes);

        assertEquals(300, receipts.stream().mapToInt(BatchReceipt::transferred).sum());
        for (int number = 0; number < 50; number++) {
            var item = read("I" + number, List.of(merged.fieldId()));
            assertEquals(6, ((List<?>) item.values().get(merged.fieldId())).size());
            assertEquals("Folder " + number % 7 + "\\Below", item.folderPath());
        }
    }

    // Words of the tests

    private static List<BatchReceipt> atOnce(List<Uni<BatchReceipt>> writes) {
        return now(Uni.join().all(writes).andFailFast());
    }

    private BatchReceipt write(long position, WriteMode mode, ItemWrite... items) {
        return now(writing(jobId, position, mode, items));
    }

    private BatchReceipt write(int attempt, long position, ItemWrite item) {
        return now(gateway.write(
                workspace.workspaceId(),
                new BatchKey(jobId, position),
                attempt,
                batch(WriteMode.CREATE_OR_UPDATE, Set.of(), workspace.rootFolderId(), false, List.of(item))));
    }

    private void write(
            long position,
            WriteMode mode,
            Set<Long> mergedFieldIds,
            Long folderId,
            boolean moveExisting,
            List<ItemWrite> items) {
        now(gateway.write(
                workspace.workspaceId(),
                new BatchKey(jobId, position),
                1,
                batch(mode, mergedFieldIds, folderId, moveExisting, items)));
    }

    private Uni<BatchReceipt> writing(long job, long position, WriteMode mode, ItemWrite... items) {
        return gateway.write(
                workspace.workspaceId(),
                new BatchKey(job, position),
                1,
                batch(mode, Set.of(), workspace.rootFolderId(), false, List.of(items)));
    }

    private BatchWrite batch(
            WriteMode mode, Set<Long> mergedFieldIds, Long folderId, boolean moveExisting, List<ItemWrite> items) {
        return new BatchWrite(
                items.size(),
                workspace.documentTypeId(),
                mode,
                mergedFieldIds,
                folderId,
                moveExisting,
                null,
                null,
                items,
                List.of());
    }

    private ItemWrite item(String name) {
        return item(name, Map.of());
    }

    private ItemWrite item(String name, Map<Long, Object> values) {
        var all = new HashMap<>(values);
        all.put(identifier.fieldId(), name);
        return new ItemWrite(null, name, all, List.of(), null, null);
    }

    private ItemWrite at(String name, String... folders) {
        return new ItemWrite(null, name, key(name), List.of(folders), null, null);
    }

    private ItemWrite[] items(int from, int to) {
        return IntStream.range(from, to).mapToObj(at -> item("I" + at)).toArray(ItemWrite[]::new);
    }

    private Map<Long, Object> key(String name) {
        return Map.of(identifier.fieldId(), name);
    }

    private StoredFile store(byte[] bytes) {
        return now(gateway.store(workspace.workspaceId(), () -> new ByteArrayInputStream(bytes)));
    }

    private List<Long> ids(int limit) {
        var search = addSavedSearch(workspace, "All");
        return now(gateway.itemIds(
                workspace.workspaceId(), new DataSource.SavedSearchDocuments(search.savedSearchId()), 0, limit));
    }

    private SourceItem read(String name, List<Long> fieldIds) {
        return now(gateway.read(workspace.workspaceId(), new ItemSelection(ids(1_000), fieldIds, true, null))).stream()
                .filter(item -> item.identifier().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
