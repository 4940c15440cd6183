package com.relativity.sync.engine.transfer;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.EngineSettings;
import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Runs;
import com.relativity.sync.engine.tag.Tagging;
import com.relativity.sync.engine.tag.TestTagging;
import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.CopyImagesMode;
import com.relativity.sync.job.ImageConfiguration.DataSourceType;
import com.relativity.sync.job.ImageConfiguration.DestinationLocationType;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.job.OverwriteOptions;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.job.SyncConfiguration.SavedSearchOptions;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.InMemoryWorkspaces;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.SourceFile;
import com.relativity.sync.workspace.SourceItem;
import com.relativity.sync.workspace.Workspace;

/** A source and a destination in memory, the mapping between them, and runs of one batch from one to the other. */
final class Matter {

    static final String INSTANCE = "Tower";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final InMemoryWorkspaces workspaces = new InMemoryWorkspaces();
    final Workspace source = workspaces.addWorkspace("Source");
    final Workspace destination = workspaces.addWorkspace("Destination");
    final List<FieldMapping> mapping = new ArrayList<>();
    OverwriteOptions overwrite = OverwriteOptions.DEFAULT;
    DocumentConfiguration.FolderStructure folders;
    CopyNativesMode natives = CopyNativesMode.DoNotImportNativeFiles;
    boolean tagging;
    private long lastJobId = 100;

    Matter() {
        map(workspaces.identifier(source), workspaces.identifier(destination), FieldMapType.Identifier);
    }

    static <T> T now(Uni<T> answer) {
        return answer.await().atMost(LIMIT);
    }

    /** A field of that name on both sides, mapped; answers with the source's. */
    Field map(String name, FieldType type) {
        return map(name, type, type);
    }

    Field map(String name, FieldType from, FieldType to) {
        Field field = workspaces.addField(source, name, from);
        map(field, workspaces.addField(destination, name, to), FieldMapType.None);
        return field;
    }

    void map(Field from, Field to, FieldMapType type) {
        mapping.add(new FieldMapping(entry(from), entry(to), type));
    }

    private static FieldMapping.FieldEntry entry(Field field) {
        return new FieldMapping.FieldEntry(field.name(), field.fieldId(), field.isIdentifier());
    }

    SourceItem add(String identifier, Map<Long, Object> values) {
        return workspaces.addDocument(source, identifier, values, "", null);
    }

    void overwrite(OverwriteMode mode, FieldsOverlayBehavior behavior) {
        overwrite = new OverwriteOptions(mode, behavior);
    }

    void folders(FolderBehavior behavior, Field pathField, boolean moveExisting) {
        folders = new DocumentConfiguration.FolderStructure(
                behavior, pathField == null ? null : pathField.fieldId(), moveExisting);
    }

    DocumentConfiguration documents() {
        return new DocumentConfiguration(
                "c",
                "Weekly push",
                destination.workspaceId(),
                mapping,
                overwrite,
                null,
                null,
                3,
                null,
                null,
                new DocumentConfiguration.DocumentOptions(1L, destination.rootFolderId(), natives, tagging),
                folders,
                new SavedSearchOptions(tagging));
    }

    /** Images of documents, into the root folder or a production. */
    ImageConfiguration images(
            CopyImagesMode mode,
            DataSourceType from,
            long fromId,
            Long intoProduction,
            ImageConfiguration.ProductionImagePrecedence precedence) {
        return new ImageConfiguration(
                "c",
                "Weekly push",
                destination.workspaceId(),
                mapping,
                overwrite,
                null,
                null,
                3,
                null,
                null,
                new ImageConfiguration.ImageOptions(
                        from,
                        fromId,
                        intoProduction == null ? DestinationLocationType.Folder : DestinationLocationType.ProductionSet,
                        intoProduction == null ? destination.rootFolderId() : intoProduction,
                        mode,
                        tagging),
                precedence,
                null);
    }

    Run retry(Run first, SyncConfiguration configuration) {
        return Runs.of(++lastJobId, first.jobId(), source.workspaceId(), configuration);
    }

    Run run(SyncConfiguration configuration) {
        return Runs.of(++lastJobId, source.workspaceId(), configuration);
    }

    /** All documents of the source in one batch of a run of their own. */
    BatchReceipt transfer() {
        return transfer(documents());
    }

    BatchReceipt transfer(SyncConfiguration configuration) {
        var itemIds = configuration instanceof ImageConfiguration
                ? now(workspaces.itemIds(source.workspaceId(), Sources.of(configuration), 0, 1000))
                : workspaces.documents(source).stream().map(SourceItem::itemId).toList();
        return transfer(run(configuration), itemIds);
    }

    BatchReceipt transfer(Run run, List<Long> itemIds) {
        return now(batches().transfer(run, plan(run), 0, itemIds)).orElseThrow();
    }

    TransferPlan plan(Run run) {
        return now(new TransferPlans(workspaces.gateways(), tagging()).of(run));
    }

    Tagging tagging() {
        return TestTagging.of(workspaces.gateways(), INSTANCE);
    }

    BatchTransfer batches() {
        return new BatchTransfer(
                workspaces.gateways(),
                null,
                new ItemPreparation(new FileTransfers(workspaces.gateways())),
                new Settings());
    }

    /** The document of that identifier in the destination. */
    SourceItem written(String identifier) {
        return workspaces.documents(destination).stream()
                .filter(item -> item.identifier().equals(identifier))
                .findFirst()
                .orElseThrow();
    }

    List<String> writtenIdentifiers() {
        return workspaces.documents(destination).stream()
                .map(SourceItem::identifier)
                .toList();
    }

    /** The value of a field in the destination, by the field's name. */
    Object value(String identifier, String field) {
        return byName(destination, written(identifier)).get(field);
    }

    Map<String, Object> byName(Workspace workspace, SourceItem item) {
        var names = now(workspaces.fields(workspace.workspaceId(), workspace.documentTypeId())).stream()
                .collect(Collectors.toMap(Field::fieldId, Field::name));
        return item.values().entrySet().stream()
                .collect(Collectors.toMap(value -> names.get(value.getKey()), Map.Entry::getValue));
    }

    /** Why the only item of a batch that failed did so. */
    static String refusal(BatchReceipt receipt) {
        return receipt.errors().stream().map(ItemError::message).collect(Collectors.joining("|"));
    }

    static SourceFile file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    static SourceFile file(String name, byte[] content) {
        return file(name, content, () -> new ByteArrayInputStream(content));
    }

    /** A file that its workspace recorded with {@code recorded}, and which reads as it reads now. */
    static SourceFile file(String name, byte[] recorded, FileContent now) {
        return new SourceFile(name, recorded.length, sha256(recorded), false, "1/" + name, "\\\\share\\" + name, now);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A field of objects of a type. */
    static NewField objects(String name, FieldType type, long associatedTypeId) {
        return new NewField(name, type, null, null, associatedTypeId);
    }

    private static final class Settings implements EngineSettings {
        @Override
        public int batchSize() {
            return 1000;
        }

        @Override
        public int imageBatchSize() {
            return 200;
        }

        @Override
        public int fileCopies() {
            return 3;
        }
    }
}
