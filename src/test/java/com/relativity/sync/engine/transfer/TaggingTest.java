package com.relativity.sync.engine.transfer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.ObjectType;
import com.relativity.sync.workspace.SourceItem;
import com.relativity.sync.workspace.Workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What tagging leaves in both workspaces. */
class TaggingTest {

    private final Matter matter = new Matter();

    @Test
    @Rule("5.source-case.name")
    @Rule("5.source-job.name")
    @Rule("5.source-job.parent")
    @Rule("5.destination-case")
    @Rule("5.destination-tags")
    @Rule("5.source-tags")
    @Rule("1.step.object-types")
    @Rule("1.step.tags")
    void transferredDocumentsAreTaggedOnBothSides() {
        matter.add("A", Map.of());
        matter.tagging = true;

        matter.transfer();

        String caseTag = "Tower - Source - " + matter.source.workspaceId();
        var tagged = matter.byName(matter.destination, matter.written("A"));
        assertEquals(List.of(caseTag), tagged.get("Relativity Source Case"));
        assertEquals(List.of("Weekly push - 101"), tagged.get("Relativity Source Job"));
        var job = only(matter.destination, "Relativity Source Job");
        assertEquals(caseTag, job.get("Relativity Source Case"));
        assertEquals(BigDecimal.valueOf(101), job.get("Job History Artifact ID"));
        var sourceCase = only(matter.destination, "Relativity Source Case");
        assertEquals(caseTag, sourceCase.get("Name"));
        assertEquals(BigDecimal.valueOf(matter.source.workspaceId()), sourceCase.get("Source Workspace Artifact ID"));
        assertEquals("Source", sourceCase.get("Source Workspace Name"));
        assertEquals("Tower", sourceCase.get("Source Instance Name"));

        var inSource = matter.byName(
                matter.source, matter.workspaces.documents(matter.source).get(0));
        assertEquals(
                List.of("Tower - Destination - " + matter.destination.workspaceId()),
                inSource.get("Relativity Destination Case"));
        assertEquals(List.of("Weekly push - 101"), inSource.get("Job History"));
        assertEquals("Weekly push - 101", only(matter.source, "Job History").get("Name"));
    }

    @Test
    @Rule("5.failed-untagged")
    @Rule("5.with-the-batch")
    void whatWasNotTransferredHasNoTag() {
        var note = matter.map("Note", FieldType.LongText, FieldType.FixedLengthText);
        matter.add("BAD", Map.of(note.fieldId(), "x".repeat(300)));
        matter.add("GOOD", Map.of());
        matter.tagging = true;

        matter.transfer();

        var documents = matter.workspaces.documents(matter.source);
        assertFalse(matter.byName(matter.source, documents.get(0)).containsKey("Job History"));
        assertEquals(
                List.of("Weekly push - 101"),
                matter.byName(matter.source, documents.get(1)).get("Job History"));
    }

    @Test
    @Rule("5.destination-tags")
    void aSecondRunAddsItsTag_andReplacesNone() {
        matter.add("A", Map.of());
        matter.tagging = true;
        matter.transfer();
        matter.overwrite(OverwriteMode.AppendOverlay, FieldsOverlayBehavior.ReplaceValues);

        matter.transfer();

        assertEquals(List.of("Weekly push - 101", "Weekly push - 102"), matter.value("A", "Relativity Source Job"));
        assertEquals(
                List.of("Tower - Source - " + matter.source.workspaceId()),
                matter.value("A", "Relativity Source Case"));
    }

    @Test
    @Rule("5.source-case.renamed")
    void theObjectOfARenamedWorkspaceIsRenamed_andWithItTheTagsOfAllDocuments() {
        matter.add("A", Map.of());
        matter.tagging = true;
        matter.transfer();
        matter.workspaces.renameWorkspace(matter.source, "New name");
        matter.add("B", Map.of());

        matter.transfer();

        String renamed = "Tower - New name - " + matter.source.workspaceId();
        assertEquals(renamed, only(matter.destination, "Relativity Source Case").get("Name"));
        assertEquals(List.of(renamed), matter.value("A", "Relativity Source Case"));
        assertEquals(List.of(renamed), matter.value("B", "Relativity Source Case"));
    }

    @Test
    @Rule("5.only-with-tagging")
    void withoutTaggingNothingIsMade() {
        matter.add("A", Map.of());

        matter.transfer();

        assertFalse(matter.workspaces.hasObjectType(matter.destination, "Relativity Source Case"));
        assertFalse(matter.workspaces.hasObjectType(matter.source, "Relativity Destination Case"));
        assertThat(matter.byName(matter.destination, matter.written("A")).keySet(), contains("Control Number"));
    }

    @Test
    void aValueThatIsMappedIntoATagsFieldStaysBesideTheTag() {
        matter.tagging = true;
        matter.add("A", Map.of());
        matter.transfer();
        var from = matter.workspaces.addField(matter.source, "Own", FieldType.MultipleObject);
        var to = Matter.now(
                        matter.workspaces.fields(matter.destination.workspaceId(), matter.destination.documentTypeId()))
                .stream()
                .filter(field -> field.name().equals("Relativity Source Job"))
                .findFirst()
                .orElseThrow();
        matter.map(from, to, com.relativity.sync.job.FieldMapType.None);
        matter.add("B", Map.of(from.fieldId(), List.of("own")));

        matter.transfer();

        assertEquals(List.of("own", "Weekly push - 102"), matter.value("B", "Relativity Source Job"));
    }

    @Test
    @Rule("1.step.object-types")
    void aFieldOfATagsNameAndAnotherTypeIsToldAsARule() {
        matter.workspaces.addField(matter.destination, "Relativity Source Case", FieldType.LongText);
        matter.tagging = true;
        var run = matter.run(matter.documents());

        var refused = assertThrows(
                RulesViolated.class, () -> Matter.now(matter.tagging().makeFields(run)));

        assertThat(refused.getMessage(), containsString("Relativity Source Case"));
    }

    /** The values of the only object of a type, by field name. */
    private Map<String, Object> only(Workspace workspace, String type) {
        ObjectType found = Matter.now(matter.workspaces.ensureObjectType(workspace.workspaceId(), type));
        List<SourceItem> objects = matter.workspaces.objects(workspace, found.objectTypeId());
        assertEquals(1, objects.size());
        var names = Matter.now(matter.workspaces.fields(workspace.workspaceId(), found.objectTypeId())).stream()
                .collect(java.util.stream.Collectors.toMap(Field::fieldId, Field::name));
        return objects.get(0).values().entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(value -> names.get(value.getKey()), Map.Entry::getValue));
    }
}
