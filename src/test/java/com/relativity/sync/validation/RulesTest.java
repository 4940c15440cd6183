package com.relativity.sync.validation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.DocumentConfiguration.DocumentOptions;
import com.relativity.sync.job.DocumentConfiguration.FolderStructure;
import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.FieldMapping.FieldEntry;
import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.job.OverwriteOptions;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration.EmailNotifications;
import com.relativity.sync.job.SyncConfiguration.RetryOptions;
import com.relativity.sync.job.SyncConfiguration.SavedSearchOptions;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.FurnishedWorkspaces;
import com.relativity.sync.workspace.InMemoryWorkspaces;
import com.relativity.sync.workspace.Workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RulesTest {

    private final InMemoryWorkspaces workspaces = new InMemoryWorkspaces();
    private final FurnishedWorkspaces furnished = new FurnishedWorkspaces(workspaces);
    private Workspace source;
    private Workspace destination;
    private Field sourceIdentifier;
    private Field destinationIdentifier;
    private Draft draft;
    private boolean linksRestricted;
    private Submitter submitter = new Submitter("ann", false);

    /** A body that keeps every rule, to be spoilt by each test. */
    private static final class Draft {
        private String correlationId = "c-1";
        private String jobName = "Weekly push";
        private Long destinationWorkspaceId;
        private List<FieldMapping> mapping = new ArrayList<>();
        private OverwriteOptions overwrite;
        private EmailNotifications emails;
        private RetryOptions retry;
        private Integer priority;
        private Map<String, String> labels;
        private Map<String, Object> rdos;
        private DocumentOptions options;
        private FolderStructure folders;
        private SavedSearchOptions search;

        DocumentConfiguration build() {
            return new DocumentConfiguration(
                    correlationId,
                    jobName,
                    destinationWorkspaceId,
                    mapping,
                    overwrite,
                    emails,
                    retry,
                    priority,
                    labels,
                    rdos,
                    options,
                    folders,
                    search);
        }
    }

    @BeforeEach
    void twoWorkspacesAndABodyThatKeepsEveryRule() {
        source = workspaces.addWorkspace("Source");
        destination = workspaces.addWorkspace("Destination");
        sourceIdentifier = workspaces.identifier(source);
        destinationIdentifier = workspaces.identifier(destination);
        draft = new Draft();
        draft.destinationWorkspaceId = destination.workspaceId();
        draft.mapping.add(mapping(sourceIdentifier, destinationIdentifier, FieldMapType.Identifier));
        draft.options =
                options(workspaces.addSavedSearch(source, "All", null).savedSearchId(), destination.rootFolderId());
    }

    @Test
    void aBodyThatKeepsEveryRule_hasNoFault() {
        assertEquals(List.of(), faults());
    }

    @Test
    @Rule("2.all-at-once")
    @Rule("2.fields.one")
    void anEmptyBody_namesEveryRequiredValueAtOnce() {
        draft = new Draft();
        draft.correlationId = null;
        draft.mapping = null;

        assertEquals(List.of("correlationId", "destinationWorkspaceId", "fieldsMapping", "documentOptions"), fields());
    }

    @Test
    @Rule("2.all-at-once")
    @Rule("2.saved-search.exists")
    @Rule("2.destination-folder")
    void aFaultOfShape_doesNotHideAFaultAgainstTheWorkspaces() {
        draft.priority = 6;
        draft.options = options(999_999L, 999_998L);

        assertEquals(
                List.of("priority", "documentOptions.savedSearchId", "documentOptions.destinationFolderId"), fields());
    }

    @ParameterizedTest
    @CsvSource({"1, true", "36, true", "37, false"})
    void aCorrelationId_hasOneTo36Characters(int length, boolean allowed) {
        draft.correlationId = "é".repeat(length);

        assertEquals(allowed ? List.of() : List.of("correlationId"), fields());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0000b", "a\ud800"})
    void aCorrelationIdThatIsBlankOrCannotBeStored_isRefused(String id) {
        draft.correlationId = id;

        assertEquals(List.of("correlationId"), fields());
    }

    @Test
    void aCorrelationIdOf36CharactersOutsideTheBasicPlane_isAllowed() {
        draft.correlationId = "\ud83d\ude00".repeat(36);

        assertEquals(List.of(), fields());
    }

    @ParameterizedTest
    @CsvSource({"1, true", "255, true", "256, false"})
    void aJobName_hasAtMost255Characters(int length, boolean allowed) {
        draft.jobName = "x".repeat(length);

        assertEquals(allowed ? List.of() : List.of("jobName"), fields());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a<b",
                "a>b",
                "a:b",
                "a\"b",
                "a\\b",
                "a/b",
                "a|b",
                "a?b",
                "a*b",
                "a\tb",
                "a\nb",
                "a\u0000b"
            })
    @Rule("2.job-name.blank")
    @Rule("2.job-name.characters")
    void aJobNameThatIsBlankOrHasAForbiddenCharacter_isRefused(String name) {
        draft.jobName = name;

        assertEquals(List.of("jobName"), fields());
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "5, true", "6, false"})
    void aPriority_isFrom1To5(int priority, boolean allowed) {
        draft.priority = priority;

        assertEquals(allowed ? List.of() : List.of("priority"), fields());
    }

    @Test
    void sixteenLabelsOf63Characters_areAllowed_andOneMoreIsNot() {
        draft.labels = labels(16, 63, 63);
        assertEquals(List.of(), fields());

        draft.labels = labels(17, 63, 63);
        assertEquals(List.of("labels"), fields());
    }

    @Test
    void labels_haveKeysAndValuesOfOneTo63Characters() {
        draft.labels = new HashMap<>();
        draft.labels.put("", "v");
        draft.labels.put("k", "");
        draft.labels.put("n", null);
        draft.labels.put("l", "v".repeat(64));

        assertEquals(
                List.of("labels.", "labels.k", "labels.l", "labels.n"),
                fields().stream().sorted().toList());
    }

    @Test
    void theDestination_isNotTheSource() {
        draft.destinationWorkspaceId = source.workspaceId();
        draft.mapping.set(0, mapping(sourceIdentifier, sourceIdentifier, FieldMapType.Identifier));
        draft.options = options(draft.options.savedSearchId(), source.rootFolderId());

        assertEquals(List.of("destinationWorkspaceId"), fields());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 53, Long.MAX_VALUE, 4_711})
    @Rule("1.step.pre-validation")
    void aDestinationThatNamesNothing_isRefused(long destinationWorkspaceId) {
        draft.destinationWorkspaceId = destinationWorkspaceId;

        assertEquals(List.of("destinationWorkspaceId"), fields());
    }

    @ParameterizedTest
    @CsvSource({
        "AppendOnly, UseFieldSettings, true",
        "AppendOnly, MergeValues, false",
        "AppendOnly, ReplaceValues, false",
        "OverlayOnly, MergeValues, true",
        "AppendOverlay, ReplaceValues, true"
    })
    @Rule("2.fields.append-only")
    void appendOnly_goesWithUseFieldSettingsOnly(OverwriteMode mode, FieldsOverlayBehavior behavior, boolean allowed) {
        draft.overwrite = new OverwriteOptions(mode, behavior);

        assertEquals(allowed ? List.of() : List.of("overwriteOptions.fieldsOverlayBehavior"), fields());
    }

    @ParameterizedTest
    @CsvSource({
        "a@b.example, true",
        "first.last+tag@sub.domain.example, true",
        "a@b, true",
        "'', false",
        "a, false",
        "a@, false",
        "@b.example, false",
        "a@@b.example, false",
        "a b@c.example, false",
        "a..b@c.example, false",
        "a@-b.example, false",
        "a@b..example, false"
    })
    @Rule("2.emails")
    void anEmailAddress_isWellFormed(String address, boolean wellFormed) {
        assertEquals(wellFormed, CommonRules.isEmail(address));
    }

    @Test
    void anEmailAddressThatWouldAddAHeader_isRefused() {
        assertTrue(!CommonRules.isEmail("a@b.example\r\nBcc: c@d.example"));
    }

    @Test
    @Rule("2.emails")
    void theBadAddressAmongGoodOnes_isNamed() {
        draft.emails = new EmailNotifications(Arrays.asList("a@b.example", "nobody", null));

        var fields = fields();

        assertTrue(fields.contains("emailNotifications.emails[1]"), fields::toString);
        assertTrue(fields.contains("emailNotifications.emails[2]"), fields::toString);
        assertTrue(!fields.contains("emailNotifications.emails[0]"), fields::toString);
    }

    @Test
    void textsAndNumbersDeepInFreeFormData_mustBeStorable() {
        draft.rdos = Map.of("a", List.of("fine", Map.of("b", "x\u0000y")), "n", new BigDecimal("1e100000"));

        assertEquals(
                List.of("rdos.a[1].b", "rdos.n"), fields().stream().sorted().toList());
    }

    @Test
    void aFreeFormNumberOfAThousandDigits_isKept_andALongerOneRefused() {
        draft.rdos = Map.of("n", new BigDecimal("1e999"));
        assertEquals(List.of(), fields());

        draft.rdos = Map.of("n", new BigDecimal("1e1000"));
        assertEquals(List.of("rdos.n"), fields());
    }

    @Test
    void aMappingWithHoles_namesEveryHole() {
        draft.mapping.add(null);
        draft.mapping.add(new FieldMapping(null, null, null));
        draft.mapping.add(
                new FieldMapping(new FieldEntry(" ", 0L, null), new FieldEntry(null, null, null), FieldMapType.None));

        assertEquals(
                List.of(
                        "fieldsMapping[1]",
                        "fieldsMapping[2].sourceField",
                        "fieldsMapping[2].destinationField",
                        "fieldsMapping[2].fieldMapType",
                        "fieldsMapping[3].sourceField.displayName",
                        "fieldsMapping[3].sourceField.fieldIdentifier",
                        "fieldsMapping[3].destinationField.displayName",
                        "fieldsMapping[3].destinationField.fieldIdentifier"),
                fields());
    }

    @Test
    @Rule("2.fields.identifier")
    void aMappingWithoutAnIdentifierEntry_isRefused() {
        draft.mapping = List.of(text("Subject", "Subject"));

        assertEquals(List.of("fieldsMapping"), fields());
    }

    @Test
    @Rule("2.fields.identifier")
    void theIdentifierMappedAsAnOrdinaryField_isRefused() {
        draft.mapping = List.of(mapping(sourceIdentifier, destinationIdentifier, FieldMapType.None));

        assertEquals(List.of("fieldsMapping", "fieldsMapping[0].fieldMapType"), fields());
    }

    @Test
    @Rule("2.fields.identifier")
    void twoIdentifierEntries_areRefused() {
        var subject = text("Subject", "Subject");
        draft.mapping.add(new FieldMapping(subject.sourceField(), subject.destinationField(), FieldMapType.Identifier));

        assertEquals(List.of("fieldsMapping", "fieldsMapping[1].fieldMapType"), fields());
    }

    @Test
    @Rule("2.fields.identifier-to-identifier")
    void theIdentifierMappedToAnOrdinaryField_isRefused() {
        var title = workspaces.addField(destination, "Title", FieldType.FixedLengthText);
        draft.mapping = List.of(mapping(sourceIdentifier, title, FieldMapType.Identifier));

        assertEquals(List.of("fieldsMapping[0].destinationField"), fields());
    }

    @Test
    @Rule("2.fields.identifier")
    @Rule("2.fields.identifier-to-identifier")
    void anOrdinaryFieldMappedToTheIdentifier_isRefused() {
        var title = workspaces.addField(source, "Title", FieldType.FixedLengthText);
        draft.mapping = List.of(mapping(title, destinationIdentifier, FieldMapType.Identifier));

        assertEquals(List.of("fieldsMapping[0].fieldMapType", "fieldsMapping[0].destinationField"), fields());
    }

    @Test
    void anEntrySaidToBeTheIdentifierThatIsNone_isRefused() {
        var subject = text("Subject", "Subject");
        draft.mapping.add(new FieldMapping(
                new FieldEntry("Subject", subject.sourceField().fieldIdentifier(), true),
                subject.destinationField(),
                FieldMapType.None));

        assertEquals(List.of("fieldsMapping[1].sourceField.isIdentifier"), fields());
    }

    @Test
    @Rule("2.fields.source-once")
    @Rule("2.fields.destination-once")
    void aFieldMappedTwice_isRefusedOnEitherSide() {
        var first = text("A", "A");
        var second = text("B", "B");
        draft.mapping.addAll(List.of(
                first,
                new FieldMapping(first.sourceField(), second.destinationField(), FieldMapType.None),
                new FieldMapping(second.sourceField(), first.destinationField(), FieldMapType.None)));

        assertEquals(List.of("fieldsMapping[2].sourceField", "fieldsMapping[3].destinationField"), fields());
    }

    @Test
    @Rule("2.fields.exist")
    @Rule("2.fields.renamed")
    void aFieldThatIsGoneOrRenamed_isNamed() {
        var gone = text("Gone", "Kept");
        workspaces.removeField(source, workspaces.addField(source, "Other", FieldType.LongText));
        draft.mapping.add(
                new FieldMapping(new FieldEntry("Gone", 777_777L, false), gone.destinationField(), FieldMapType.None));
        draft.mapping.add(new FieldMapping(
                gone.sourceField(),
                new FieldEntry(
                        "Old name",
                        workspaces
                                .addField(destination, "New name", FieldType.LongText)
                                .fieldId(),
                        false),
                FieldMapType.None));

        var faults = faults();

        assertEquals(
                List.of("fieldsMapping[1].sourceField", "fieldsMapping[2].destinationField"),
                faults.stream().map(Violation::field).toList());
        assertTrue(faults.get(0).message().contains("'Gone'"));
        assertTrue(faults.get(1).message().contains("'Old name'"));
    }

    @ParameterizedTest
    @CsvSource({
        "LongText, FixedLengthText, true",
        "FixedLengthText, LongText, true",
        "SingleChoice, MultipleChoice, true",
        "SingleObject, MultipleObject, true",
        "MultipleChoice, SingleChoice, false",
        "MultipleObject, SingleObject, false",
        "WholeNumber, Decimal, false",
        "Decimal, Currency, false",
        "LongText, WholeNumber, false",
        "SingleChoice, LongText, false",
        "Date, Date, true",
        "User, User, true"
    })
    @Rule("2.fields.types.same")
    @Rule("2.fields.types.long-to-fixed")
    @Rule("2.fields.types.choices")
    @Rule("2.fields.types.objects")
    @Rule("2.fields.types.else")
    void mappedTypes_mustAgree(FieldType from, FieldType to, boolean allowed) {
        draft.mapping.add(mapping(
                workspaces.addField(source, "From", from),
                workspaces.addField(destination, "To", to),
                FieldMapType.None));

        assertEquals(allowed ? List.of() : List.of("fieldsMapping[1].destinationField"), fields());
    }

    @Test
    @Rule("2.saved-search.public")
    @Rule("2.saved-search.visible")
    void aPrivateSavedSearch_isRefused() {
        draft.options = options(
                workspaces.addSavedSearch(source, "Mine", "ann@firm.example").savedSearchId(),
                destination.rootFolderId());

        assertEquals(List.of("documentOptions.savedSearchId"), fields());
    }

    @Test
    @Rule("2.saved-search.exists")
    void aSavedSearchOfTheDestination_isNoneOfTheSource() {
        draft.options = options(
                workspaces.addSavedSearch(destination, "There", null).savedSearchId(), destination.rootFolderId());

        assertEquals(List.of("documentOptions.savedSearchId"), fields());
    }

    @Test
    @Rule("2.destination-folder")
    void aFolderOfTheSource_isNoneOfTheDestination() {
        draft.options = options(draft.options.savedSearchId(), source.rootFolderId());

        assertEquals(List.of("documentOptions.destinationFolderId"), fields());
    }

    @Test
    @Rule("2.workspace-name")
    void aWorkspaceNameWithASemicolon_isRefused() {
        var odd = workspaces.addWorkspace("A;B");
        draft.destinationWorkspaceId = odd.workspaceId();
        draft.mapping.set(0, mapping(sourceIdentifier, workspaces.identifier(odd), FieldMapType.Identifier));
        draft.options = options(draft.options.savedSearchId(), odd.rootFolderId());

        assertEquals(List.of("destinationWorkspaceId"), fields());
    }

    @Test
    @Rule("2.workspace-name")
    void aSourceWhoseNameHasASemicolon_isRefused() {
        var odd = workspaces.addWorkspace("A;B");
        draft.mapping.set(0, mapping(workspaces.identifier(odd), destinationIdentifier, FieldMapType.Identifier));
        draft.options =
                options(workspaces.addSavedSearch(odd, "All", null).savedSearchId(), destination.rootFolderId());

        var faults = now(rules().atSubmission(odd.workspaceId(), draft.build(), submitter));

        assertEquals(List.of(""), faults.stream().map(Violation::field).toList());
        assertTrue(faults.get(0).message().contains("'A;B'"), faults::toString);
    }

    @Test
    @Rule("2.again-at-run")
    void aSourceThatVanishedAfterTheSubmission_isSaidAtTheRun() {
        workspaces.removeWorkspace(source);

        var faults = now(rules().atRun(job(1, null), draft.build()));

        assertEquals(List.of(""), faults.stream().map(Violation::field).toList());
        assertTrue(faults.get(0).message().contains("source workspace " + source.workspaceId()));
    }

    @Test
    @Rule("2.folder-field")
    @Rule("2.fields.special")
    void theFolderPathField_isATextFieldOfTheSourceThatIsNotMapped() {
        var number = workspaces.addField(source, "Number", FieldType.WholeNumber);
        var path = text("Path", "Path");
        draft.mapping.add(path);

        draft.folders = new FolderStructure(FolderBehavior.ReadFromField, number.fieldId(), false);
        assertTrue(fields().contains("folderStructure.folderPathSourceFieldId"));

        draft.folders = new FolderStructure(FolderBehavior.ReadFromField, null, false);
        assertTrue(fields().contains("folderStructure.folderPathSourceFieldId"));

        draft.folders = new FolderStructure(
                FolderBehavior.ReadFromField, path.sourceField().fieldIdentifier(), false);
        assertTrue(fields().contains("fieldsMapping[1].sourceField"));
    }

    @Test
    void everyOptionOfTheContract_isTaken() {
        draft.options = new DocumentOptions(
                draft.options.savedSearchId(), draft.options.destinationFolderId(), CopyNativesMode.SetFileLinks, true);
        draft.search = new SavedSearchOptions(true);
        draft.folders = new FolderStructure(
                FolderBehavior.ReadFromField,
                workspaces.addField(source, "Path", FieldType.LongText).fieldId(),
                true);

        assertEquals(List.of(), fields());
    }

    @ParameterizedTest
    @CsvSource({"false, false, true", "false, true, true", "true, false, false", "true, true, true"})
    @Rule("2.links")
    void restrictedLinks_areForAdministratorsOnly_alsoAtTheRun(
            boolean restricted, boolean administrator, boolean allowed) {
        linksRestricted = restricted;
        submitter = new Submitter("ann", administrator);
        draft.options = new DocumentOptions(
                draft.options.savedSearchId(),
                draft.options.destinationFolderId(),
                CopyNativesMode.SetFileLinks,
                false);
        var expected = allowed ? List.of() : List.of("documentOptions.copyNativesMode");

        assertEquals(expected, fields());
        assertEquals(
                expected,
                now(rules().atRun(job(1, null), draft.build())).stream()
                        .map(Violation::field)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 53})
    void aRunToRetryThatNothingCanBe_isRefused(long jobHistoryId) {
        draft.retry = new RetryOptions(jobHistoryId);

        assertEquals(List.of("retryOptions.jobToRetry"), fields());
    }

    @Test
    @Rule("2.again-at-run")
    void allThatVanishedAfterTheSubmission_isSaidAtOnceAtTheRun() {
        var from = workspaces.addField(source, "Subject", FieldType.LongText);
        var to = workspaces.addField(destination, "Betreff", FieldType.LongText);
        draft.mapping.add(mapping(from, to, FieldMapType.None));
        var configuration = draft.build();
        workspaces.removeField(source, from);
        workspaces.removeField(destination, to);
        furnished.remove(source, draft.options.savedSearchId());
        furnished.remove(destination, draft.options.destinationFolderId());

        var faults = now(rules().atRun(job(1, null), configuration));

        String all = faults.stream().map(Violation::message).collect(java.util.stream.Collectors.joining("\n"));
        assertEquals(4, faults.size(), all);
        for (String what : List.of(
                "'Subject'",
                "'Betreff'",
                "saved search " + draft.options.savedSearchId(),
                "folder " + draft.options.destinationFolderId())) {
            assertTrue(all.contains(what), () -> what + " is not named in: " + all);
        }
    }

    @Test
    @Rule("5.saved-search.needs-tagging")
    void aSavedSearchInTheDestination_needsTagging() {
        draft.search = new SavedSearchOptions(true);

        var messages = faults().stream().map(Violation::message).toList();

        assertTrue(messages.stream().anyMatch(m -> m.contains("enableTagging")), messages::toString);
    }

    @Test
    void optionsThatAskForNothing_areFine() {
        draft.search = new SavedSearchOptions(false);
        draft.retry = new RetryOptions(null);
        draft.emails = new EmailNotifications(List.of());
        draft.folders = new FolderStructure(FolderBehavior.RetainSourceWorkspaceStructure, null, true);

        assertEquals(List.of(), fields());
    }

    private Rules rules() {
        return new Rules(furnished.gateways(), () -> linksRestricted, () -> 3);
    }

    private Job job(int attempt, Long retryOf) {
        return Configurations.jobAtRun(source.workspaceId(), destination.workspaceId(), attempt, retryOf, submitter);
    }

    private List<Violation> faults() {
        return now(rules().atSubmission(source.workspaceId(), draft.build(), submitter));
    }

    private List<String> fields() {
        return faults().stream().map(Violation::field).toList();
    }

    private static List<Violation> now(io.smallrye.mutiny.Uni<List<Violation>> answer) {
        return answer.await().atMost(Duration.ofSeconds(5));
    }

    private FieldMapping text(String from, String to) {
        return mapping(
                workspaces.addField(source, from, FieldType.LongText),
                workspaces.addField(destination, to, FieldType.LongText),
                FieldMapType.None);
    }

    private static FieldMapping mapping(Field from, Field to, FieldMapType type) {
        return new FieldMapping(
                new FieldEntry(from.name(), from.fieldId(), from.isIdentifier()),
                new FieldEntry(to.name(), to.fieldId(), to.isIdentifier()),
                type);
    }

    private static DocumentOptions options(long savedSearchId, long folderId) {
        return new DocumentOptions(savedSearchId, folderId, CopyNativesMode.CopyFiles, false);
    }

    private static Map<String, String> labels(int count, int keyLength, int valueLength) {
        var labels = new HashMap<String, String>();
        IntStream.range(0, count)
                .forEach(i -> labels.put(("" + (char) ('a' + i)).repeat(keyLength), "v".repeat(valueLength)));
        return labels;
    }
}
