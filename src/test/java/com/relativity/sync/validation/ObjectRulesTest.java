package com.relativity.sync.validation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.FieldMapping.FieldEntry;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.job.NonDocumentConfiguration.NonDocumentOptions;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.FurnishedWorkspaces;
import com.relativity.sync.workspace.InMemoryWorkspaces;
import com.relativity.sync.workspace.ObjectType;
import com.relativity.sync.workspace.Workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ObjectRulesTest {

    private static final Submitter ANN = new Submitter("ann", false);

    private final InMemoryWorkspaces workspaces = new InMemoryWorkspaces();
    private final FurnishedWorkspaces furnished = new FurnishedWorkspaces(workspaces);
    private final List<FieldMapping> mapping = new ArrayList<>();
    private Workspace source;
    private Workspace destination;
    private ObjectType from;
    private ObjectType to;
    private NonDocumentOptions options;

    @BeforeEach
    void aTypeInEachWorkspaceAndAView() {
        source = workspaces.addWorkspace("Source");
        destination = workspaces.addWorkspace("Destination");
        from = furnished.addObjectType(source, "Person", FieldType.LongText, FieldType.SingleObject);
        to = furnished.addObjectType(
                destination, "Custodian", FieldType.LongText, FieldType.MultipleObject, FieldType.SingleChoice);
        mapping.add(mapping(0, 0, FieldMapType.Identifier));
        options = new NonDocumentOptions(
                from.objectTypeId(),
                to.objectTypeId(),
                furnished.addView(source, "All", from.objectTypeId()).viewId());
    }

    @Test
    void aBodyThatKeepsEveryRule_hasNoFault() {
        mapping.add(mapping(1, 1, FieldMapType.None));
        mapping.add(mapping(2, 2, FieldMapType.None));

        assertEquals(List.of(), fields());
    }

    @Test
    void everyOption_isRequired() {
        options = null;
        assertEquals(List.of("nonDocumentOptions"), fields());

        options = new NonDocumentOptions(null, null, null);
        assertEquals(
                List.of(
                        "nonDocumentOptions.rdoArtifactTypeId",
                        "nonDocumentOptions.destinationRdoArtifactTypeId",
                        "nonDocumentOptions.sourceViewId"),
                fields());
    }

    @Test
    @Rule("4.non-document.type")
    void bothObjectTypes_exist_andTheirFieldsAreNotMissedBesides() {
        options = new NonDocumentOptions(to.objectTypeId(), from.objectTypeId(), options.sourceViewId());

        assertEquals(
                List.of(
                        "nonDocumentOptions.rdoArtifactTypeId",
                        "nonDocumentOptions.destinationRdoArtifactTypeId",
                        "nonDocumentOptions.sourceViewId"),
                fields());
    }

    @Test
    void neitherObjectType_isDocument() {
        options = new NonDocumentOptions(
                source.documentTypeId(),
                destination.documentTypeId(),
                furnished.addView(source, "Documents", source.documentTypeId()).viewId());

        var faults = faults();

        assertEquals(
                List.of("nonDocumentOptions.rdoArtifactTypeId", "nonDocumentOptions.destinationRdoArtifactTypeId"),
                fields(faults).subList(0, 2));
        assertTrue(faults.get(0).message().contains("document job"), faults::toString);
    }

    @Test
    void theView_existsAndShowsObjectsOfTheType() {
        options = new NonDocumentOptions(from.objectTypeId(), to.objectTypeId(), 4_711L);
        assertEquals(List.of("nonDocumentOptions.sourceViewId"), fields());

        var other = furnished.addObjectType(source, "Matter");
        options = new NonDocumentOptions(
                from.objectTypeId(),
                to.objectTypeId(),
                furnished.addView(source, "Matters", other.objectTypeId()).viewId());
        assertEquals(List.of("nonDocumentOptions.sourceViewId"), fields());
    }

    @Test
    @Rule("2.fields.exist")
    @Rule("2.fields.types.else")
    void mappedFields_areThoseOfTheObjectTypes() {
        var ofDocuments = workspaces.addField(source, "Subject", FieldType.LongText);
        mapping.add(new FieldMapping(
                new FieldEntry(ofDocuments.name(), ofDocuments.fieldId(), false),
                entry(furnished.fields(destination, to).get(1)),
                FieldMapType.None));
        mapping.add(mapping(1, 3, FieldMapType.None));

        assertEquals(List.of("fieldsMapping[1].sourceField", "fieldsMapping[2].destinationField"), fields());
    }

    @Test
    @Rule("2.again-at-run")
    void aViewAndATypeThatVanished_areSaidAtTheRun() {
        furnished.remove(source, options.sourceViewId());
        furnished.remove(destination, to.objectTypeId());
        var job = Configurations.jobAtRun(source.workspaceId(), destination.workspaceId(), 1, null, ANN);

        var faults = now(rules().atRun(job, build()));

        assertEquals(
                List.of("nonDocumentOptions.destinationRdoArtifactTypeId", "nonDocumentOptions.sourceViewId"),
                fields(faults));
    }

    private NonDocumentConfiguration build() {
        return new NonDocumentConfiguration(
                "c-1", "Objects", destination.workspaceId(), mapping, null, null, null, null, null, null, options);
    }

    private Rules rules() {
        return new Rules(furnished.gateways(), () -> false, () -> 100);
    }

    private List<Violation> faults() {
        return now(rules().atSubmission(source.workspaceId(), build(), ANN));
    }

    private List<String> fields() {
        return fields(faults());
    }

    private static List<String> fields(List<Violation> faults) {
        return faults.stream().map(Violation::field).toList();
    }

    private static List<Violation> now(io.smallrye.mutiny.Uni<List<Violation>> answer) {
        return answer.await().atMost(Duration.ofSeconds(5));
    }

    private FieldMapping mapping(int sourceField, int destinationField, FieldMapType type) {
        return new FieldMapping(
                entry(furnished.fields(source, from).get(sourceField)),
                entry(furnished.fields(destination, to).get(destinationField)),
                type);
    }

    private static FieldEntry entry(Field field) {
        return new FieldEntry(field.name(), field.fieldId(), field.isIdentifier());
    }
}
