package com.relativity.sync.engine.transfer;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.LongText;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.OverlayBehavior;
import com.relativity.sync.workspace.SourceFile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One batch of documents, from workspace to workspace in memory. */
class DocumentTransferTest {

    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private final Matter matter = new Matter();

    // Overwriting

    @Test
    @Rule("4.overwrite.append-only.exists-not")
    @Rule("4.overwrite.append-only.exists")
    void appendOnlyCreatesWhatIsMissing_andRefusesWhatExists() {
        var note = matter.map("Note", FieldType.LongText);
        matter.add("OLD", Map.of(note.fieldId(), "old"));
        matter.transfer();
        matter.add("NEW", Map.of(note.fieldId(), "new"));

        var receipt = matter.transfer();

        assertEquals(1, receipt.transferred());
        assertEquals("new", matter.value("NEW", "Note"));
        assertThat(Matter.refusal(receipt), containsString("'OLD' already exists"));
    }

    @Test
    @Rule("4.overwrite.overlay-only.exists-not")
    @Rule("4.overwrite.overlay-only.exists")
    @Rule("4.update.mapped-only")
    void overlayOnlyUpdatesMappedFieldsOfWhatExists_andRefusesWhatIsMissing() {
        var note = matter.map("Note", FieldType.LongText);
        matter.map("Kept", FieldType.LongText);
        var kept = matter.mapping.get(2).sourceField().fieldIdentifier();
        var old = matter.add("OLD", Map.of(note.fieldId(), "old", kept, "kept"));
        matter.transfer();
        matter.mapping.remove(2);
        matter.workspaces.removeItem(matter.source, old.itemId());
        matter.add("OLD", Map.of(note.fieldId(), "changed", kept, "changed"));
        matter.add("NEW", Map.of());
        matter.overwrite(OverwriteMode.OverlayOnly, FieldsOverlayBehavior.UseFieldSettings);

        var receipt = matter.transfer();

        assertEquals("changed", matter.value("OLD", "Note"));
        assertEquals("kept", matter.value("OLD", "Kept"));
        assertThat(Matter.refusal(receipt), containsString("No item with the identifier 'NEW'"));
        assertThat(matter.writtenIdentifiers(), contains("OLD"));
    }

    @Test
    @Rule("4.overwrite.append-overlay.exists-not")
    @Rule("4.overwrite.append-overlay.exists")
    @Rule("4.update.other-fields")
    void appendOverlayCreatesAndUpdates_andReplacesSingleValuesWhateverTheBehavior() {
        var note = matter.map("Note", FieldType.LongText);
        var old = matter.add("OLD", Map.of(note.fieldId(), "old"));
        matter.transfer();
        matter.workspaces.removeItem(matter.source, old.itemId());
        matter.add("OLD", Map.of(note.fieldId(), "changed"));
        matter.add("NEW", Map.of());
        matter.overwrite(OverwriteMode.AppendOverlay, FieldsOverlayBehavior.MergeValues);

        assertEquals(2, matter.transfer().transferred());

        assertEquals("changed", matter.value("OLD", "Note"));
        assertThat(matter.writtenIdentifiers(), contains("OLD", "NEW"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MultipleChoice", "MultipleObject"})
    @Rule("4.update.merge")
    @Rule("4.update.replace")
    @Rule("4.update.field-settings")
    @Rule("4.update.field-settings.default")
    void severalValuesMergeOrAreReplaced_byRequestOrByTheFieldsOwnSetting(FieldType type) {
        assertEquals(List.of("a", "b"), afterUpdate(type, FieldsOverlayBehavior.MergeValues, null));
        assertEquals(List.of("b"), afterUpdate(type, FieldsOverlayBehavior.ReplaceValues, OverlayBehavior.MergeValues));
        assertEquals(
                List.of("a", "b"),
                afterUpdate(type, FieldsOverlayBehavior.UseFieldSettings, OverlayBehavior.MergeValues));
        assertEquals(
                List.of("b"), afterUpdate(type, FieldsOverlayBehavior.UseFieldSettings, OverlayBehavior.ReplaceValues));
        assertEquals(List.of("b"), afterUpdate(type, FieldsOverlayBehavior.UseFieldSettings, null));
    }

    private static Object afterUpdate(FieldType type, FieldsOverlayBehavior asked, OverlayBehavior setting) {
        var own = new Matter();
        var from = own.workspaces.addField(own.source, "Tags", type);
        Long associated = type.isObject()
                ? own.workspaces.addObjectType(own.destination, "Tag").objectTypeId()
                : null;
        var to = own.workspaces.addField(
                own.destination,
                own.destination.documentTypeId(),
                new NewField("Tags", type, setting, null, associated));
        own.map(from, to, com.relativity.sync.job.FieldMapType.None);
        var before = own.add("D", Map.of(from.fieldId(), List.of("a")));
        own.transfer();
        own.workspaces.removeItem(own.source, before.itemId());
        own.add("D", Map.of(from.fieldId(), List.of("b")));
        own.overwrite(OverwriteMode.AppendOverlay, asked);
        own.transfer();
        return own.value("D", "Tags");
    }

    // Values

    @Test
    @Rule("4.sanitise.item-error")
    void aValueThatCannotBeTakenRefusesItsItem_andTheOthersGoOn() {
        var note = matter.map("Note", FieldType.LongText, FieldType.FixedLengthText);
        matter.add("A", Map.of(note.fieldId(), "fits"));
        matter.add("B", Map.of(note.fieldId(), "x".repeat(256)));
        matter.add("C", Map.of(note.fieldId(), "fits too"));

        var receipt = matter.transfer();

        assertThat(matter.writtenIdentifiers(), contains("A", "C"));
        assertEquals(3, receipt.total());
        assertEquals("B", receipt.errors().get(0).identifier());
        assertThat(
                Matter.refusal(receipt),
                allOf(containsString("Field 'Note'"), containsString("256 characters"), containsString("255")));
    }

    @Test
    @Rule("4.sanitise.user")
    void anUnknownUserRefusesItsItem() {
        var owner = matter.map("Owner", FieldType.User);
        matter.workspaces.addUser("known@example.com");
        matter.add("A", Map.of(owner.fieldId(), "known@example.com"));
        matter.add("B", Map.of(owner.fieldId(), "stranger@example.com"));

        var receipt = matter.transfer();

        assertThat(matter.writtenIdentifiers(), contains("A"));
        assertThat(Matter.refusal(receipt), containsString("stranger@example.com"));
    }

    @Test
    @Rule("4.sanitise.long-text.streamed")
    void aLongTextIsStreamedIntoTheShare() {
        var text = matter.map("Text", FieldType.LongText);
        byte[] bytes = "streamed".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        matter.add("A", Map.of(text.fieldId(), new LongText(8, Matter.sha256(bytes), content("streamed"))));

        matter.transfer();

        assertEquals(8, ((LongText) matter.value("A", "Text")).sizeBytes());
    }

    @Test
    void anItemThatWentAwayAfterTheSnapshotIsAnErrorThatSaysSo() {
        matter.add("A", Map.of());
        var itemIds = List.of(matter.workspaces.documents(matter.source).get(0).itemId(), 77_777L);

        var receipt = matter.transfer(matter.run(matter.documents()), itemIds);

        assertEquals(1, receipt.transferred());
        assertThat(Matter.refusal(receipt), containsString("removed from the source"));
        assertEquals(77_777L, receipt.errors().get(0).itemId());
    }

    // Folders

    @Test
    @Rule("4.folder.none")
    void newDocumentsGoIntoTheDestinationFolder() {
        matter.workspaces.addDocument(matter.source, "A", Map.of(), "Inbox\\2001", null);

        matter.transfer();

        assertEquals("", matter.written("A").folderPath());
    }

    @Test
    @Rule("4.folder.retain")
    void theSourcesFoldersAreRepeated() {
        matter.workspaces.addDocument(matter.source, "A", Map.of(), "Inbox\\2001", null);
        matter.folders(FolderBehavior.RetainSourceWorkspaceStructure, null, false);

        matter.transfer();

        assertEquals("Inbox\\2001", matter.written("A").folderPath());
    }

    @Test
    @Rule("4.folder.read-from-field")
    @Rule("4.folder.empty-parts")
    void thePathIsReadFromAFieldThatNeedNotBeMapped_emptyPartsIgnored() {
        var path = matter.workspaces.addField(matter.source, "Path", FieldType.LongText);
        matter.workspaces.addDocument(
                matter.source, "A", Map.of(path.fieldId(), "\\Custodian\\\\ \\In;box\\"), "Elsewhere", null);
        matter.workspaces.addDocument(matter.source, "B", Map.of(), "Elsewhere", null);
        matter.folders(FolderBehavior.ReadFromField, path, false);

        matter.transfer();

        assertEquals("Custodian\\In;box", matter.written("A").folderPath());
        assertEquals("", matter.written("B").folderPath());
        assertFalse(matter.byName(matter.destination, matter.written("A")).containsKey("Path"));
    }

    @Test
    @Rule("4.folder.long-part")
    void aPartLongerThan255IsAnItemErrorThatNamesTheField() {
        var path = matter.workspaces.addField(matter.source, "Path", FieldType.LongText);
        matter.add("A", Map.of(path.fieldId(), "x\\" + "𝒳".repeat(255)));
        matter.add("B", Map.of(path.fieldId(), "x\\" + "y".repeat(256)));
        matter.add("C", Map.of(path.fieldId(), new LongText(1_000_000, "ab", content("x"))));
        matter.folders(FolderBehavior.ReadFromField, path, false);

        var receipt = matter.transfer();

        assertThat(matter.writtenIdentifiers(), contains("A"));
        assertThat(
                receipt.errors().stream().map(error -> error.message()).toList(),
                containsInAnyOrder(
                        allOf(containsString("Field 'Path'"), containsString("at most 255"), containsString("256")),
                        allOf(containsString("Field 'Path'"), containsString("1000000 bytes"))));
    }

    @Test
    @Rule("4.folder.existing-stay")
    @Rule("4.folder.existing-move")
    void documentsThatExistMoveOnlyWhereItIsAskedFor() {
        var before = matter.workspaces.addDocument(matter.source, "A", Map.of(), "Old", null);
        matter.folders(FolderBehavior.RetainSourceWorkspaceStructure, null, false);
        matter.transfer();
        matter.workspaces.removeItem(matter.source, before.itemId());
        matter.workspaces.addDocument(matter.source, "A", Map.of(), "New", null);
        matter.overwrite(OverwriteMode.AppendOverlay, FieldsOverlayBehavior.UseFieldSettings);

        matter.transfer();
        String stayed = matter.written("A").folderPath();
        matter.folders(FolderBehavior.RetainSourceWorkspaceStructure, null, true);
        matter.transfer();

        assertEquals("Old", stayed);
        assertEquals("New", matter.written("A").folderPath());
    }

    // Natives

    @Test
    @Rule("4.natives.none")
    void nativesAreLeftAloneUnlessTheyAreAskedFor() {
        addWithNative("A", Matter.file("a.msg", "bytes"));

        matter.transfer();

        assertTrue(matter.written("A").natives().isEmpty());
    }

    @Test
    @Rule("4.natives.copy")
    @Rule("4.natives.verified")
    void nativesAreCopiedByteForByte() throws Exception {
        byte[] bytes = new byte[200_000];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (at * 31);
        }
        addWithNative("A", Matter.file("a.msg", bytes));
        addWithNative("EMPTY", Matter.file("empty.msg", new byte[0]));
        matter.natives = CopyNativesMode.CopyFiles;

        var receipt = matter.transfer();

        var copy = matter.written("A").natives().get(0);
        assertEquals("a.msg", copy.fileName());
        assertFalse(copy.linked());
        try (var content = copy.content().open()) {
            assertArrayEquals(bytes, content.readAllBytes());
        }
        assertEquals(0, matter.written("EMPTY").natives().get(0).sizeBytes());
        assertEquals(200_000, receipt.fileBytes());
    }

    @Test
    @Rule("4.natives.links")
    void linksPointToTheSourcesFile() {
        var file = Matter.file("a.msg", "bytes");
        addWithNative("A", file);
        matter.natives = CopyNativesMode.SetFileLinks;

        matter.transfer();

        var link = matter.written("A").natives().get(0);
        assertTrue(link.linked());
        assertEquals(file.reference(), link.reference());
        assertEquals("a.msg", link.fileName());
    }

    @ParameterizedTest
    @EnumSource(names = {"CopyFiles", "SetFileLinks"})
    @Rule("4.natives.missing")
    @Rule("4.natives.malware")
    void aNativeThatCannotBeTakenRefusesItsItemByNameAndPath(CopyNativesMode mode) {
        addWithNative("GOOD", Matter.file("good.msg", EICAR.substring(1) + EICAR));
        addWithNative("GONE", Matter.file("gone.msg", new byte[3], () -> {
            throw new NoSuchFileException("gone.msg");
        }));
        addWithNative("LOCKED", Matter.file("locked.msg", new byte[3], () -> {
            throw new AccessDeniedException("locked.msg");
        }));
        addWithNative("BAD", Matter.file("bad.com", EICAR + "\r\n"));
        addWithNative("FOLDER", Matter.file("folder", new byte[3], () -> {
            throw new java.io.IOException("Is a directory");
        }));
        matter.natives = mode;

        var receipt = matter.transfer();

        assertThat(matter.writtenIdentifiers(), contains("GOOD"));
        assertThat(
                receipt.errors().stream()
                        .map(error -> error.identifier() + ": " + error.message())
                        .toList(),
                containsInAnyOrder(
                        allOf(
                                containsString("GONE: Native 'gone.msg' at \\\\share\\gone.msg"),
                                containsString("was not found")),
                        allOf(
                                containsString("LOCKED: Native 'locked.msg' at \\\\share\\locked.msg"),
                                containsString("access to it is denied"),
                                containsString("malware")),
                        allOf(
                                containsString("BAD: Native 'bad.com' at \\\\share\\bad.com"),
                                containsString("recognised as malware")),
                        allOf(
                                containsString("FOLDER: Native 'folder' at \\\\share\\folder"),
                                containsString("cannot be read"))));
    }

    @Test
    @Rule("4.natives.verified")
    void aNativeThatIsNotTheOneThatWasRecordedIsRefused() {
        addWithNative(
                "A",
                Matter.file(
                        "a.msg", "recorded".getBytes(java.nio.charset.StandardCharsets.UTF_8), content("changed!")));
        matter.natives = CopyNativesMode.CopyFiles;

        var receipt = matter.transfer();

        assertThat(matter.writtenIdentifiers(), empty());
        assertThat(Matter.refusal(receipt), containsString("has changed since it was recorded"));
    }

    // Leaving

    @Test
    @Rule("3.batch.given-up")
    void aRunThatLeavesBeforeTheCommitWritesNothing() {
        matter.add("A", Map.of());
        var run = matter.run(matter.documents());
        var plan = matter.plan(run);
        run.control().drain();

        var receipt = Matter.now(matter.batches().transfer(run, plan, 0, List.of(1L)));

        assertTrue(receipt.isEmpty());
        assertThat(matter.writtenIdentifiers(), empty());
    }

    @Test
    @Rule("4.natives.several")
    void aDocumentOfTwoNativesIsRefused() {
        var document = matter.workspaces.addDocument(matter.source, "TWO", Map.of(), "", Matter.file("a.msg", "a"));
        matter.workspaces.addNative(matter.source, document, Matter.file("b.msg", "b"));
        addWithNative("ONE", Matter.file("c.msg", "c"));
        matter.natives = CopyNativesMode.CopyFiles;

        var receipt = matter.transfer();

        assertThat(matter.writtenIdentifiers(), contains("ONE"));
        assertThat(Matter.refusal(receipt), containsString("more than one native ('a.msg', 'b.msg')"));
    }

    private void addWithNative(String identifier, SourceFile file) {
        matter.workspaces.addDocument(matter.source, identifier, Map.of(), "", file);
    }

    private static FileContent content(String text) {
        return () -> new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
