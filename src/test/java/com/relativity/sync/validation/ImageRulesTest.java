package com.relativity.sync.validation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.FieldMapping.FieldEntry;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.CopyImagesMode;
import com.relativity.sync.job.ImageConfiguration.DataSourceType;
import com.relativity.sync.job.ImageConfiguration.DestinationLocationType;
import com.relativity.sync.job.ImageConfiguration.ImageOptions;
import com.relativity.sync.job.ImageConfiguration.ProductionImagePrecedence;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration.RetryOptions;
import com.relativity.sync.job.SyncConfiguration.SavedSearchOptions;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.FurnishedWorkspaces;
import com.relativity.sync.workspace.InMemoryWorkspaces;
import com.relativity.sync.workspace.Production.Status;
import com.relativity.sync.workspace.Workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ImageRulesTest {

    private static final int MOST_PRODUCTIONS = 3;
    private static final Submitter ANN = new Submitter("ann", false);

    private final InMemoryWorkspaces workspaces = new InMemoryWorkspaces();
    private final FurnishedWorkspaces furnished = new FurnishedWorkspaces(workspaces);
    private boolean linksRestricted;
    private Workspace source;
    private Workspace destination;
    private Draft draft;

    private static final class Draft {
        private Long destinationWorkspaceId;
        private List<FieldMapping> mapping = new ArrayList<>();
        private DataSourceType sourceType;
        private Long sourceId;
        private DestinationLocationType locationType;
        private Long locationId;
        private CopyImagesMode copy = CopyImagesMode.CopyFiles;
        private boolean tagging;
        private List<Long> precedence;
        private RetryOptions retry;
        private SavedSearchOptions search;

        ImageConfiguration build() {
            return new ImageConfiguration(
                    "c-1",
                    "Images",
                    destinationWorkspaceId,
                    mapping,
                    null,
                    null,
                    retry,
                    null,
                    null,
                    null,
                    new ImageOptions(sourceType, sourceId, locationType, locationId, copy, tagging),
                    new ProductionImagePrecedence(precedence, true),
                    search);
        }
    }

    @BeforeEach
    void twoWorkspacesAndABodyThatKeepsEveryRule() {
        source = workspaces.addWorkspace("Source");
        destination = workspaces.addWorkspace("Destination");
        draft = new Draft();
        draft.destinationWorkspaceId = destination.workspaceId();
        draft.mapping.add(
                mapping(workspaces.identifier(source), workspaces.identifier(destination), FieldMapType.Identifier));
        draft.sourceId = workspaces.addSavedSearch(source, "All", null).savedSearchId();
        draft.locationId = destination.rootFolderId();
    }

    @Test
    void aBodyThatKeepsEveryRule_hasNoFault() {
        assertEquals(List.of(), fields());
    }

    @Test
    void aBodyWithoutOptions_namesThem() {
        var empty =
                new ImageConfiguration(null, null, null, null, null, null, null, null, null, null, null, null, null);

        assertEquals(
                List.of("correlationId", "destinationWorkspaceId", "fieldsMapping", "imageOptions"),
                fields(now(rules().atSubmission(source.workspaceId(), empty, ANN))));
    }

    @Test
    void sourceAndPlaceOfTheImages_areRequired() {
        draft.sourceId = null;
        draft.locationId = null;

        assertEquals(List.of("imageOptions.dataSourceId", "imageOptions.destinationLocationId"), fields());
    }

    @Test
    @Rule("2.image-fields")
    void aFieldBesideTheIdentifier_isRefused() {
        draft.mapping.add(mapping(
                workspaces.addField(source, "Subject", FieldType.LongText),
                workspaces.addField(destination, "Subject", FieldType.LongText),
                FieldMapType.None));

        assertEquals(List.of("fieldsMapping[1]"), fields());
    }

    @Test
    @Rule("2.saved-search.exists")
    @Rule("2.saved-search.public")
    void theSavedSearch_existsAndIsPublic() {
        draft.sourceId = 4_711L;
        assertEquals(List.of("imageOptions.dataSourceId"), fields());

        draft.sourceId =
                workspaces.addSavedSearch(source, "Mine", "ann@firm.example").savedSearchId();
        assertEquals(List.of("imageOptions.dataSourceId"), fields());
    }

    @Test
    @Rule("2.production-source")
    void aProductionAsSource_existsInTheSource() {
        draft.sourceType = DataSourceType.Production;
        draft.sourceId = furnished.addProduction(source, Status.Produced, false).productionId();
        assertEquals(List.of(), fields());

        draft.sourceId =
                furnished.addProduction(destination, Status.Produced, false).productionId();
        assertEquals(List.of("imageOptions.dataSourceId"), fields());
        assertTrue(messages().contains("production " + draft.sourceId), this::messages);
    }

    @Test
    void everyProductionOfThePrecedence_existsInTheSource() {
        long there = furnished.addProduction(source, Status.Produced, false).productionId();
        draft.precedence = Arrays.asList(there, 4_711L, null, 0L);
        assertEquals(List.of("productionImagePrecedence.productionImagePrecedenceIds"), fields());

        draft.precedence = Arrays.asList(there, 4_711L, null);
        assertEquals(
                List.of(
                        "productionImagePrecedence.productionImagePrecedenceIds[2]",
                        "productionImagePrecedence.productionImagePrecedenceIds[1]"),
                fields());
    }

    @Test
    void aPrecedenceOfMoreProductionsThanMayBe_isRefused_andNoneIsLookedUp() {
        draft.precedence = List.of(1L, 2L, 3L, 4L);

        assertEquals(List.of("productionImagePrecedence.productionImagePrecedenceIds"), fields());
        assertTrue(messages().contains("at most " + MOST_PRODUCTIONS), this::messages);
    }

    @Test
    @Rule("2.destination-folder")
    void theDestinationFolder_existsInTheDestination() {
        draft.locationId = source.rootFolderId();

        assertEquals(List.of("imageOptions.destinationLocationId"), fields());
    }

    @Test
    @Rule("2.production-set.exists")
    void aProductionSet_existsInTheDestination() {
        draft.locationType = DestinationLocationType.ProductionSet;
        draft.locationId = furnished.addProduction(source, Status.New, false).productionId();

        assertEquals(List.of("imageOptions.destinationLocationId"), fields());
    }

    @ParameterizedTest
    @CsvSource({"New, false, true", "Produced, false, true", "Produced, true, false"})
    @Rule("2.production-set.state")
    void aProductionSet_isNewOrImportedBefore_andNotClosedByAnotherJob(
            Status status, boolean readOnly, boolean allowed) {
        draft.locationType = DestinationLocationType.ProductionSet;
        draft.locationId =
                furnished.addProduction(destination, status, readOnly).productionId();

        assertEquals(allowed ? List.of() : List.of("imageOptions.destinationLocationId"), fields());
    }

    @Test
    @Rule("2.production-set.state")
    void aClosedProductionSet_isWrittenByARetry_andByTheRunThatClosedIt() {
        draft.locationType = DestinationLocationType.ProductionSet;
        draft.locationId =
                furnished.addProduction(destination, Status.Produced, true).productionId();

        assertEquals(List.of("imageOptions.destinationLocationId"), atRun(1, null));
        assertEquals(List.of(), atRun(2, null));
        assertEquals(List.of(), atRun(1, 12L));
        draft.retry = new RetryOptions(12L);
        assertEquals(List.of(), fields());
    }

    @Test
    @Rule("5.saved-search.needs-tagging")
    void aSavedSearchInTheDestination_needsTagging() {
        draft.search = new SavedSearchOptions(true);
        assertEquals(List.of("savedSearchOptions.createSavedSearchInDestination"), fields());

        draft.tagging = true;
        assertEquals(List.of(), fields());
    }

    @Test
    @Rule("2.links")
    void restrictedLinks_areForAdministratorsOnly() {
        linksRestricted = true;
        draft.copy = CopyImagesMode.SetFileLinks;

        assertEquals(List.of("imageOptions.copyImagesMode"), fields());
        assertEquals(
                List.of(),
                fields(now(rules().atSubmission(source.workspaceId(), draft.build(), new Submitter("root", true)))));
    }

    @Test
    @Rule("2.again-at-run")
    void aProductionThatVanished_isSaidAtTheRun() {
        draft.sourceType = DataSourceType.Production;
        draft.sourceId = furnished.addProduction(source, Status.Produced, false).productionId();
        draft.locationType = DestinationLocationType.ProductionSet;
        draft.locationId =
                furnished.addProduction(destination, Status.New, false).productionId();
        assertEquals(List.of(), atRun(1, null));

        furnished.remove(source, draft.sourceId);
        furnished.remove(destination, draft.locationId);

        assertEquals(List.of("imageOptions.dataSourceId", "imageOptions.destinationLocationId"), atRun(1, null));
    }

    private Rules rules() {
        return new Rules(furnished.gateways(), () -> linksRestricted, () -> MOST_PRODUCTIONS);
    }

    private List<String> atRun(int attempt, Long retryOf) {
        var job = Configurations.jobAtRun(source.workspaceId(), destination.workspaceId(), attempt, retryOf, ANN);
        return fields(now(rules().atRun(job, draft.build())));
    }

    private List<Violation> faults() {
        return now(rules().atSubmission(source.workspaceId(), draft.build(), ANN));
    }

    private String messages() {
        return faults().stream().map(Violation::message).toList().toString();
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

    private static FieldMapping mapping(Field from, Field to, FieldMapType type) {
        return new FieldMapping(
                new FieldEntry(from.name(), from.fieldId(), from.isIdentifier()),
                new FieldEntry(to.name(), to.fieldId(), to.isIdentifier()),
                type);
    }
}
