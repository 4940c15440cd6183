package com.relativity.sync.workspace;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.support.Rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every gateway does with choices, objects, users and tags. A gateway's test extends it and says how to furnish a workspace. */
public abstract class WorkspaceGatewayValuesContract {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long NOBODY = 9_000_000_000L;

    /** Job ids of a test are its own, whatever database the gateway has. */
    private static long lastJobId = System.currentTimeMillis() * 1_000;

    private WorkspaceGateway gateway;
    protected Workspace workspace;
    private Field identifier;

    protected abstract WorkspaceGateway gateway();

    /** An empty workspace whose documents are identified by a fixed-length text. */
    protected abstract Workspace addWorkspace(String name);

    protected abstract void addUser(String email);

    /** A public search that finds all documents. */
    protected abstract SavedSearch addSavedSearch(Workspace workspace, String name);

    protected static <T> T now(Uni<T> answer) {
        return answer.await().atMost(LIMIT);
    }

    @BeforeEach
    void furnish() {
        gateway = gateway();
        workspace = addWorkspace("Values");
        identifier = identifierOf(workspace, workspace.documentTypeId());
    }

    // Object types, fields and objects that should be there

    @Test
    void anObjectType_isMadeOnceWithTheIdentifierName() {
        var made = now(gateway.ensureObjectType(workspace.workspaceId(), "Relativity Source Case"));
        var again = now(gateway.ensureObjectType(workspace.workspaceId(), "Relativity Source Case"));

        assertEquals(made, again);
        var name = identifierOf(workspace, made.objectTypeId());
        assertEquals("Name", name.name());
        assertTrue(name.isIdentifier());
        assertEquals(workspace.documentTypeId(), documents().objectTypeId());
        assertThrows(RulesViolated.class, () -> now(gateway.ensureObjectType(workspace.workspaceId(), " ")));
    }

    @Test
    void aTypeAndAFieldThatManyWantAtOnce_areMadeOnce() {
        var types = atOnce(Collections.nCopies(8, gateway.ensureObjectType(workspace.workspaceId(), "Wanted")));
        assertEquals(1, Set.copyOf(types).size());

        var wanted = new NewField(
                "Wanted", FieldType.MultipleObject, null, null, types.get(0).objectTypeId());
        var fields = atOnce(Collections.nCopies(
                8, gateway.ensureField(workspace.workspaceId(), workspace.documentTypeId(), wanted)));
        assertEquals(1, Set.copyOf(fields).size());
    }

    @Test
    void aFieldThatIsThereWithAnotherType_isRefused() {
        var people = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var places = now(gateway.ensureObjectType(workspace.workspaceId(), "Place"));
        var field = field("Who", FieldType.MultipleObject, OverlayBehavior.MergeValues, people);

        assertEquals(OverlayBehavior.MergeValues, field.overlayBehavior());
        assertEquals(people.objectTypeId(), field.associatedObjectTypeId());
        assertEquals(field, field("Who", FieldType.MultipleObject, null, people));
        assertThrows(RulesViolated.class, () -> field("Who", FieldType.LongText, null, null));
        assertThrows(RulesViolated.class, () -> field("Who", FieldType.MultipleObject, null, places));
        assertThrows(RulesViolated.class, () -> field("a\nb", FieldType.LongText, null, null));
    }

    @Test
    void anObjectThatIsEnsured_keepsWhatIsNotNamed_andIsFoundByExactlyItsValue() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Case"));
        var number = now(gateway.ensureField(
                workspace.workspaceId(),
                type.objectTypeId(),
                new NewField("Number", FieldType.WholeNumber, null, null, null)));
        var note = now(gateway.ensureField(
                workspace.workspaceId(),
                type.objectTypeId(),
                new NewField("Note", FieldType.LongText, null, null, null)));

        ensure(type, "B", Map.of(number.fieldId(), new BigDecimal(7), note.fieldId(), "kept"));
        ensure(type, "A", Map.of(number.fieldId(), new BigDecimal(7)));
        ensure(type, "C", Map.of(number.fieldId(), new BigDecimal(77)));
        ensure(type, "B", Map.of(number.fieldId(), new BigDecimal(7)));

        assertEquals(List.of("A", "B"), with(type, number, new BigDecimal(7)));
        assertEquals(List.of("B"), with(type, note, "kept"));
        assertEquals(List.of(), with(type, note, "kep"));
        assertEquals(List.of("C"), with(type, identifierOf(workspace, type.objectTypeId()), "C"));
        assertThrows(RulesViolated.class, () -> ensure(type, "D", Map.of(number.fieldId(), "seven")));
        assertThrows(RulesViolated.class, () -> ensure(type, " ", Map.of()));
        assertEquals(List.of(), with(type, identifierOf(workspace, type.objectTypeId()), "D"));
    }

    // Objects that values name

    @Test
    @Rule("4.sanitise.single-object.made")
    @Rule("4.sanitise.multiple-objects.made")
    void missingObjectsThatValuesName_areMade_andExistingOnesStayAsTheyAre() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var note = now(gateway.ensureField(
                workspace.workspaceId(),
                type.objectTypeId(),
                new NewField("Note", FieldType.LongText, null, null, null)));
        ensure(type, "Known", Map.of(note.fieldId(), "kept"));
        var one = field("One", FieldType.SingleObject, null, type);
        var many = field("Many", FieldType.MultipleObject, null, type);

        var receipt = write(
                WriteMode.CREATE,
                item("A", Map.of(one.fieldId(), "New\\one", many.fieldId(), List.of("Known", "Other"))),
                item("B", Map.of(one.fieldId(), "Other")));

        assertEquals(2, receipt.transferred());
        for (String name : List.of("Known", "New\\one", "Other")) {
            assertTrue(exists(type, name), name);
        }
        assertEquals(List.of("Known"), with(type, note, "kept"));
        assertEquals(List.of("Known", "Other"), read("A").get(many.fieldId()));
    }

    @Test
    void anItemThatIsRefused_makesNoObject() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var one = field("One", FieldType.SingleObject, null, type);
        write(WriteMode.CREATE, item("A", Map.of()));

        write(WriteMode.CREATE, item("A", Map.of(one.fieldId(), "Nobody")));
        write(WriteMode.UPDATE, item("B", Map.of(one.fieldId(), "Nobody")));

        assertFalse(exists(type, "Nobody"));
    }

    @Test
    @Rule("4.sanitise.single-object.no-type")
    @Rule("4.sanitise.multiple-objects.no-type")
    void anObjectOfAFieldWithoutAType_isAnItemError_andTheOthersGoOn() {
        for (FieldType type : List.of(FieldType.SingleObject, FieldType.MultipleObject)) {
            var field = field("Without " + type, type, null, null);
            Object value = type.isMultiple() ? List.of("Somebody") : "Somebody";

            var receipt = write(
                    WriteMode.CREATE_OR_UPDATE,
                    item(41L, "BAD " + type, Map.of(field.fieldId(), value)),
                    item(42L, "GOOD " + type, Map.of()));

            assertEquals(1, receipt.transferred());
            assertError(receipt, 41L, "BAD " + type, "Without " + type, "Somebody", "object type");
        }
    }

    @Test
    void objectsOfTheBatchThatNameOneAnother_areMadeOnceWithTheirOwnValues() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var name = identifierOf(workspace, type.objectTypeId());
        var note = now(gateway.ensureField(
                workspace.workspaceId(),
                type.objectTypeId(),
                new NewField("Note", FieldType.LongText, null, null, null)));
        var friends = now(gateway.ensureField(
                workspace.workspaceId(),
                type.objectTypeId(),
                new NewField("Friends", FieldType.MultipleObject, null, null, type.objectTypeId())));
        var items = List.of(
                new ItemWrite(
                        1L,
                        "A",
                        Map.of(name.fieldId(), "A", note.fieldId(), "of A", friends.fieldId(), List.of("A", "B", "C")),
                        List.of(),
                        null,
                        null),
                new ItemWrite(
                        2L,
                        "B",
                        Map.of(name.fieldId(), "B", note.fieldId(), "of B", friends.fieldId(), List.of("A")),
                        List.of(),
                        null,
                        null));

        var receipt = now(gateway.write(
                workspace.workspaceId(),
                new BatchKey(++lastJobId, 0),
                1,
                new BatchWrite(
                        2,
                        type.objectTypeId(),
                        WriteMode.CREATE,
                        Set.of(),
                        null,
                        false,
                        null,
                        null,
                        items,
                        List.of())));

        assertEquals(2, receipt.transferred());
        assertEquals(List.of(), receipt.errors());
        assertEquals(List.of("B"), with(type, note, "of B"));
        assertTrue(exists(type, "C"));
    }

    // Users

    @Test
    @Rule("4.sanitise.user")
    void aUser_isKnownInWhicheverCase_andAnUnknownOneIsAnItemError() {
        var field = field("Reviewer", FieldType.User, null, null);
        String known = "known." + lastJobId + "@example.com";
        addUser(known);

        var receipt = write(
                WriteMode.CREATE,
                item(1L, "A", Map.of(field.fieldId(), known)),
                item(2L, "B", Map.of(field.fieldId(), known.toUpperCase(Locale.ROOT))),
                item(3L, "C", Map.of(field.fieldId(), "unknown." + lastJobId + "@example.com")),
                item(4L, "D", Map.of(field.fieldId(), "no address")));

        assertEquals(2, receipt.transferred());
        assertEquals(known, read("A").get(field.fieldId()));
        assertEquals(known, read("B").get(field.fieldId()));
        assertError(receipt, 3L, "C", "Reviewer", "unknown.", "user");
        assertError(receipt, 4L, "D", "Reviewer", "no address");
    }

    // Merge and replace

    @ParameterizedTest
    @EnumSource(names = {"MultipleChoice", "MultipleObject"})
    @Rule("4.update.merge")
    @Rule("4.update.replace")
    void aMergedField_getsWhatItLacks_andAReplacedOneGetsWhatIsWritten(FieldType type) {
        var objects = type.isObject() ? now(gateway.ensureObjectType(workspace.workspaceId(), "Person")) : null;
        var merged = field("Merged", type, null, objects);
        var replaced = field("Replaced", type, null, objects);
        var both = Map.<Long, Object>of(merged.fieldId(), List.of("z", "b"), replaced.fieldId(), List.of("z", "b"));
        write(WriteMode.CREATE, item("A", both), item("B", both), item("C", Map.of()));

        var update = Map.<Long, Object>of(
                merged.fieldId(), List.of("y", "b", "a"), replaced.fieldId(), List.of("y", "b", "a"));
        var empty = new HashMap<Long, Object>();
        empty.put(merged.fieldId(), null);
        empty.put(replaced.fieldId(), null);
        write(Set.of(merged.fieldId()), item("A", update), item("B", empty), item("C", update));

        assertEquals(List.of("z", "b", "y", "a"), read("A").get(merged.fieldId()));
        assertEquals(List.of("y", "b", "a"), read("A").get(replaced.fieldId()));
        assertEquals(List.of("z", "b"), read("B").get(merged.fieldId()));
        assertNull(read("B").get(replaced.fieldId()));
        assertEquals(List.of("y", "b", "a"), read("C").get(merged.fieldId()));
    }

    @Test
    @Rule("4.update.other-fields")
    @Rule("4.update.mapped-only")
    void otherFieldsAreReplaced_andWhatIsNotNamedStays() {
        var people = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var choice = field("Choice", FieldType.SingleChoice, null, null);
        var object = field("Object", FieldType.SingleObject, null, people);
        var text = field("Text", FieldType.LongText, null, null);
        var many = field("Many", FieldType.MultipleChoice, OverlayBehavior.MergeValues, null);
        write(
                WriteMode.CREATE,
                item(
                        "A",
                        Map.of(
                                choice.fieldId(),
                                "a",
                                object.fieldId(),
                                "o",
                                text.fieldId(),
                                "t",
                                many.fieldId(),
                                List.of("m"))));

        write(Set.of(many.fieldId()), item("A", Map.of(choice.fieldId(), "b", object.fieldId(), "p")));

        var values = read("A");
        assertEquals("b", values.get(choice.fieldId()));
        assertEquals("p", values.get(object.fieldId()));
        assertEquals("t", values.get(text.fieldId()));
        assertEquals(List.of("m"), values.get(many.fieldId()));
    }

    // What is there only by name

    @Test
    @Rule("4.overwrite.append-only.exists-not")
    void whatOnlyItsOwnChainHasNamed_isCreatedByIt_andExistsFromThenOn() {
        var others = others();
        write(3L, WriteMode.CREATE, item("D1", Map.of(others.fieldId(), List.of("D2", "D3", "D4", "D5"))));

        assertError(write(3L, WriteMode.UPDATE, item("D2", Map.of())), null, "D2", "exists in the destination");
        assertError(write(4L, WriteMode.CREATE, item("D3", Map.of())), null, "D3", "already exists");
        assertError(write((Long) null, WriteMode.CREATE, item("D3", Map.of())), null, "D3", "already exists");
        var created = write(3L, WriteMode.CREATE, filled("D2", others), filled("D6", others));
        var merged = write(3L, WriteMode.CREATE_OR_UPDATE, filled("D4", others));
        var foreign = write(4L, WriteMode.CREATE_OR_UPDATE, filled("D5", others));

        assertEquals(List.of(), created.errors());
        assertEquals(2, created.transferred());
        assertEquals(1, merged.transferred());
        assertEquals(1, foreign.transferred());
        for (String name : List.of("D2", "D4", "D5", "D6")) {
            assertEquals(List.of("D1"), read(name).get(others.fieldId()), name);
        }
        var paths = items(workspace).stream().collect(Collectors.toMap(SourceItem::identifier, SourceItem::folderPath));
        assertEquals("Mail", paths.get("D2"));
        assertEquals("Mail", paths.get("D4"));
        // It was there before, and was not asked to move.
        assertEquals("", paths.get("D5"));
        assertError(write(3L, WriteMode.CREATE, item("D2", Map.of())), null, "D2", "already exists");
        assertError(write(3L, WriteMode.CREATE, item("D5", Map.of())), null, "D5", "already exists");
    }

    private Field others() {
        return now(gateway.ensureField(
                workspace.workspaceId(),
                workspace.documentTypeId(),
                new NewField(
                        "Others",
                        FieldType.MultipleObject,
                        OverlayBehavior.ReplaceValues,
                        null,
                        workspace.documentTypeId())));
    }

    private ItemWrite filled(String name, Field others) {
        return new ItemWrite(
                null,
                name,
                Map.of(identifier.fieldId(), name, others.fieldId(), List.of("D1")),
                List.of("Mail"),
                null,
                null);
    }

    private BatchReceipt write(Long chain, WriteMode mode, ItemWrite... items) {
        return now(writing(
                workspace,
                new BatchWrite(
                        items.length,
                        workspace.documentTypeId(),
                        mode,
                        Set.of(),
                        workspace.rootFolderId(),
                        false,
                        null,
                        null,
                        chain,
                        List.of(items),
                        List.of())));
    }

    // Tags of sources

    @Test
    @Tag("G6")
    @Rule("5.with-the-batch")
    @Rule("5.failed-untagged")
    void sourcesOfWhatWasWritten_getTheirTagsWithTheBatch_onceAndInOrder() {
        var source = addWorkspace("Source");
        var tags = tags(source, "Destination", "Run 1");
        var sources = sources(source, "A", "B", "C");
        write(WriteMode.CREATE, item("B", Map.of()));
        var key = new BatchKey(++lastJobId, 0);
        var batch = tagged(
                WriteMode.CREATE,
                tags,
                item(sources.get("A"), "A", Map.of()),
                item(sources.get("B"), "B", Map.of()),
                item(NOBODY, "D", Map.of()));

        var receipt = now(gateway.write(workspace.workspaceId(), key, 1, batch));
        assertEquals(receipt, now(gateway.write(workspace.workspaceId(), key, 1, batch)));

        assertEquals(2, receipt.transferred());
        var field = tagField(tags);
        assertEquals(List.of("Destination", "Run 1"), read(source, "A").get(field));
        assertNull(read(source, "B").get(field));
        assertNull(read(source, "C").get(field));

        var later = tags(source, "Run 2", "Destination");
        now(gateway.write(
                workspace.workspaceId(),
                new BatchKey(++lastJobId, 0),
                1,
                tagged(WriteMode.CREATE_OR_UPDATE, later, item(sources.get("A"), "A", Map.of()))));
        assertEquals(List.of("Destination", "Run 1", "Run 2"), read(source, "A").get(field));
    }

    @Test
    @Tag("G5")
    void aWriteThatIsFencedOff_tagsNothing() {
        var source = addWorkspace("Source");
        var tags = tags(source, "Run");
        var sources = sources(source, "A");
        var key = new BatchKey(++lastJobId, 0);
        now(gateway.close(workspace.workspaceId(), key.jobId(), 1));

        assertThrows(
                LeaseLost.class,
                () -> now(gateway.write(
                        workspace.workspaceId(),
                        key,
                        1,
                        tagged(WriteMode.CREATE, tags, item(sources.get("A"), "A", Map.of())))));

        assertNull(read(source, "A").get(tagField(tags)));
    }

    @Test
    void runsInOppositeDirectionsAtOnce_waitForOneAnotherAndLoseNothing() {
        var other = addWorkspace("Other");
        String[] names = IntStream.range(0, 60).mapToObj(number -> "I" + number).toArray(String[]::new);
        var here = sources(workspace, names);
        var there = sources(other, names);
        var writes = new ArrayList<Uni<BatchReceipt>>();
        for (int run = 0; run < 10; run++) {
            var from = run % 2 == 0 ? workspace : other;
            var to = run % 2 == 0 ? other : workspace;
            var ids = run % 2 == 0 ? here : there;
            var tags = tags(from, "Run " + run);
            var objects = people(to);
            long key = identifierOf(to, to.documentTypeId()).fieldId();
            var items = new ArrayList<ItemWrite>();
            for (String name : names) {
                items.add(new ItemWrite(
                        ids.get(name),
                        name,
                        Map.of(key, name, objects.fieldId(), List.of("Person of " + name, "Run " + run)),
                        List.of(),
                        null,
                        null));
            }
            if (run % 3 == 0) {
                Collections.reverse(items);
            }
            writes.add(gateway.write(
                    to.workspaceId(),
                    new BatchKey(++lastJobId, 0),
                    1,
                    new BatchWrite(
                            items.size(),
                            to.documentTypeId(),
                            WriteMode.CREATE_OR_UPDATE,
                            Set.of(objects.fieldId()),
                            to.rootFolderId(),
                            false,
                            null,
                            tags,
                            items,
                            List.of())));
        }

        var receipts = atOnce(writes);

        assertEquals(600, receipts.stream().mapToInt(BatchReceipt::transferred).sum());
        for (var side : List.of(workspace, other)) {
            long tag = tagField(tags(side, "x"));
            long people = people(side).fieldId();
            readAll(side).forEach((name, values) -> {
                assertEquals(5, ((List<?>) values.get(tag)).size(), name);
                assertEquals(6, ((List<?>) values.get(people)).size(), name);
            });
        }
    }

    // Renaming

    @Test
    @Rule("5.source-case.renamed")
    void aRenamedObject_isRenamedWhereverItIsNamed_andNowhereElse() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var stranger = now(gateway.ensureObjectType(workspace.workspaceId(), "Place"));
        var one = field("One", FieldType.SingleObject, null, type);
        var many = field("Many", FieldType.MultipleObject, null, type);
        var place = field("Place", FieldType.SingleObject, null, stranger);
        var text = field("Text", FieldType.LongText, null, null);
        write(
                WriteMode.CREATE,
                item(
                        "A",
                        Map.of(
                                one.fieldId(),
                                "old",
                                many.fieldId(),
                                List.of("first", "old", "last"),
                                place.fieldId(),
                                "old",
                                text.fieldId(),
                                "old")),
                item("B", Map.of(many.fieldId(), List.of("new", "x", "old"))),
                item("C", Map.of(one.fieldId(), "old and older")));
        write(WriteMode.CREATE, item("D", Map.of(one.fieldId(), "third")));
        var renamed = gateway.renameObject(workspace.workspaceId(), type.objectTypeId(), "third", "fourth");
        now(renamed);
        now(renamed);

        now(gateway.renameObject(workspace.workspaceId(), type.objectTypeId(), "old", "new"));

        assertEquals("new", read("A").get(one.fieldId()));
        assertEquals(List.of("first", "new", "last"), read("A").get(many.fieldId()));
        assertEquals("old", read("A").get(place.fieldId()));
        assertEquals("old", read("A").get(text.fieldId()));
        assertEquals(List.of("new", "x"), read("B").get(many.fieldId()));
        assertEquals("old and older", read("C").get(one.fieldId()));
        assertEquals("fourth", read("D").get(one.fieldId()));
        assertTrue(exists(type, "fourth"));
        assertFalse(exists(type, "third"));
        assertTrue(exists(stranger, "old"));
    }

    @Test
    void aRename_keepsTheObjectsValues_andOneOfNothingDoesNothing() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Case"));
        var note = now(gateway.ensureField(
                workspace.workspaceId(),
                type.objectTypeId(),
                new NewField("Note", FieldType.LongText, null, null, null)));
        ensure(type, "old", Map.of(note.fieldId(), "kept"));

        now(gateway.renameObject(workspace.workspaceId(), type.objectTypeId(), "old", "new"));
        now(gateway.renameObject(workspace.workspaceId(), type.objectTypeId(), "new", "new"));
        now(gateway.renameObject(workspace.workspaceId(), type.objectTypeId(), "nobody", "somebody"));

        assertEquals(List.of("new"), with(type, note, "kept"));
        assertFalse(exists(type, "somebody"));
        for (String unfit : List.of(" ", "a;b", "x".repeat(256), "a\0b")) {
            assertThrows(
                    RulesViolated.class,
                    () -> now(gateway.renameObject(workspace.workspaceId(), type.objectTypeId(), "new", unfit)));
        }
    }

    @Test
    void aRenameBesideWriters_leavesNoNameWithoutItsObject() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var one = field("One", FieldType.SingleObject, null, type);
        ensure(type, "name 0", Map.of());
        var work = new ArrayList<Uni<Boolean>>();
        for (int round = 0; round < 10; round++) {
            var items = new ItemWrite[20];
            for (int at = 0; at < items.length; at++) {
                items[at] = item("R" + round + " " + at, Map.of(one.fieldId(), "name 0"));
            }
            work.add(writing(workspace, batch(WriteMode.CREATE, Set.of(), null, items))
                    .replaceWith(true));
            if (round % 3 == 1) {
                work.add(gateway.renameObject(workspace.workspaceId(), type.objectTypeId(), "name 0", "name " + round)
                        .replaceWith(true));
            }
        }

        atOnce(work);

        readAll(workspace).forEach((name, values) -> {
            var object = (String) values.get(one.fieldId());
            assertTrue(exists(type, object), name + " names " + object);
        });
        assertEquals(200, readAll(workspace).size());
    }

    // The saved search of a tag

    @ParameterizedTest
    @ValueSource(strings = {"Job - 1", "it's \"50%\" \\ done_", "Ünïcode 👋"})
    @Rule("5.saved-search")
    void theSearchOfATag_findsTheDocumentsThatHaveThatVeryName_andIsMadeOnce(String name) {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Relativity Source Job"));
        var field = field("Relativity Source Job", FieldType.MultipleObject, OverlayBehavior.MergeValues, type);
        write(
                WriteMode.CREATE,
                item("A", Map.of(field.fieldId(), List.of("another", name))),
                item("B", Map.of(field.fieldId(), List.of(name + "2"))),
                item("C", Map.of()));

        var found = Set.copyOf(atOnce(Collections.nCopies(
                6, gateway.ensureSavedSearch(workspace.workspaceId(), "Tagged", field.fieldId(), name))));

        assertEquals(1, found.size());
        var search = found.iterator().next();
        assertEquals("Tagged", search.name());
        assertNull(search.owner());
        var ids = now(gateway.itemIds(
                workspace.workspaceId(), new DataSource.SavedSearchDocuments(search.savedSearchId()), 0, 10));
        var read = now(gateway.read(workspace.workspaceId(), new ItemSelection(ids, List.of(), false, null)));
        assertEquals(List.of("A"), read.stream().map(SourceItem::identifier).toList());
        assertNotEquals(
                search.savedSearchId(),
                now(gateway.ensureSavedSearch(workspace.workspaceId(), "Tagged", field.fieldId(), "another"))
                        .savedSearchId());
    }

    // Words of the tests

    private static <T> List<T> atOnce(List<Uni<T>> works) {
        return now(Uni.join().all(works).andFailFast());
    }

    private ObjectType documents() {
        return now(gateway.ensureObjectType(workspace.workspaceId(), "Document"));
    }

    private Field identifierOf(Workspace in, long objectTypeId) {
        return now(gateway.fields(in.workspaceId(), objectTypeId)).get(0);
    }

    protected Field field(String name, FieldType type, OverlayBehavior behavior, ObjectType objects) {
        return field(workspace, name, type, behavior, objects);
    }

    private Field field(Workspace in, String name, FieldType type, OverlayBehavior behavior, ObjectType objects) {
        return now(gateway.ensureField(
                in.workspaceId(),
                in.documentTypeId(),
                new NewField(name, type, behavior, null, objects == null ? null : objects.objectTypeId())));
    }

    private Field people(Workspace in) {
        return field(
                in,
                "People",
                FieldType.MultipleObject,
                null,
                now(gateway.ensureObjectType(in.workspaceId(), "Person")));
    }

    private void ensure(ObjectType type, String name, Map<Long, Object> values) {
        now(gateway.ensureObject(workspace.workspaceId(), type.objectTypeId(), name, values));
    }

    private List<String> with(ObjectType type, Field field, Object value) {
        return now(gateway.objectsWith(workspace.workspaceId(), type.objectTypeId(), field.fieldId(), value));
    }

    private boolean exists(ObjectType type, String name) {
        return with(type, identifierOf(workspace, type.objectTypeId()), name).equals(List.of(name));
    }

    private SourceTags tags(Workspace source, String... names) {
        var field = field(
                source,
                "Tags",
                FieldType.MultipleObject,
                OverlayBehavior.MergeValues,
                now(gateway.ensureObjectType(source.workspaceId(), "Tag")));
        return new SourceTags(source.workspaceId(), source.documentTypeId(), Map.of(field.fieldId(), List.of(names)));
    }

    private static long tagField(SourceTags tags) {
        return tags.names().keySet().iterator().next();
    }

    /** Documents of these names in a workspace, by name. */
    private Map<String, Long> sources(Workspace in, String... names) {
        var key = identifierOf(in, in.documentTypeId());
        var items = new ArrayList<ItemWrite>();
        for (String name : names) {
            items.add(new ItemWrite(null, name, Map.of(key.fieldId(), name), List.of(), null, null));
        }
        now(writing(
                in,
                new BatchWrite(
                        items.size(),
                        in.documentTypeId(),
                        WriteMode.CREATE,
                        Set.of(),
                        in.rootFolderId(),
                        false,
                        null,
                        null,
                        items,
                        List.of())));
        return items(in).stream().collect(Collectors.toMap(SourceItem::identifier, SourceItem::itemId));
    }

    protected ItemWrite item(String name, Map<Long, Object> values) {
        return item(null, name, values);
    }

    protected ItemWrite item(Long sourceItemId, String name, Map<Long, Object> values) {
        var all = new HashMap<>(values);
        all.put(identifier.fieldId(), name);
        return new ItemWrite(sourceItemId, name, all, List.of(), null, null);
    }

    private BatchWrite batch(WriteMode mode, Set<Long> mergedFieldIds, SourceTags tags, ItemWrite... items) {
        return new BatchWrite(
                items.length,
                workspace.documentTypeId(),
                mode,
                mergedFieldIds,
                workspace.rootFolderId(),
                false,
                null,
                tags,
                List.of(items),
                List.of());
    }

    private BatchWrite tagged(WriteMode mode, SourceTags tags, ItemWrite... items) {
        return batch(mode, Set.of(), tags, items);
    }

    protected BatchReceipt write(WriteMode mode, ItemWrite... items) {
        return now(writing(workspace, batch(mode, Set.of(), null, items)));
    }

    private void write(Set<Long> mergedFieldIds, ItemWrite... items) {
        now(writing(workspace, batch(WriteMode.UPDATE, mergedFieldIds, null, items)));
    }

    protected Uni<BatchReceipt> writing(ItemWrite... items) {
        return writing(workspace, batch(WriteMode.CREATE_OR_UPDATE, Set.of(), null, items));
    }

    private Uni<BatchReceipt> writing(Workspace into, BatchWrite batch) {
        return gateway.write(into.workspaceId(), new BatchKey(++lastJobId, 0), 1, batch);
    }

    private List<SourceItem> items(Workspace in) {
        var search = addSavedSearch(in, "All");
        var ids = now(gateway.itemIds(
                in.workspaceId(), new DataSource.SavedSearchDocuments(search.savedSearchId()), 0, 1_000));
        var fieldIds = now(gateway.fields(in.workspaceId(), in.documentTypeId())).stream()
                .map(Field::fieldId)
                .toList();
        return now(gateway.read(in.workspaceId(), new ItemSelection(ids, fieldIds, false, null)));
    }

    private Map<String, Map<Long, Object>> readAll(Workspace in) {
        return items(in).stream().collect(Collectors.toMap(SourceItem::identifier, SourceItem::values));
    }

    private Map<Long, Object> read(Workspace in, String name) {
        return readAll(in).get(name);
    }

    private Map<Long, Object> read(String name) {
        return read(workspace, name);
    }

    protected static void assertError(BatchReceipt receipt, Long itemId, String identifier, String... said) {
        var error = receipt.errors().stream()
                .filter(one -> one.identifier().equals(identifier))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No error of " + identifier + " in " + receipt.errors()));
        assertEquals(itemId, error.itemId());
        for (String part : said) {
            assertTrue(error.message().contains(part), error.message() + " does not say " + part);
        }
    }
}
