package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;

import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.Items.Item;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.DataSource;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.Folder;
import com.relativity.sync.workspace.ImageChoice;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemSelection;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.ObjectType;
import com.relativity.sync.workspace.Production;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.SourceFile;
import com.relativity.sync.workspace.SourceItem;
import com.relativity.sync.workspace.StoredFile;
import com.relativity.sync.workspace.View;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;

/** The embedded store as the engine sees it. */
@ApplicationScoped
class EmbeddedWorkspaceGateway implements WorkspaceGateway {

    private final Transactions transactions;
    private final Workspaces workspaces;
    private final Fields fields;
    private final Folders folders;
    private final SavedSearches searches;
    private final ObjectTypes types;
    private final Views views;
    private final Productions productions;
    private final DataSources sources;
    private final Items items;
    private final ImagePages pages;
    private final ObjectsByName objects;
    private final ObjectRenaming renaming;
    private final BatchRows rows;
    private final ItemWriter writer;
    private final RunReceipts receipts;
    private final SearchableTexts texts;
    private final StoreFiles files;
    private final PlacedFiles placed;
    private final FileSweep sweep;

    EmbeddedWorkspaceGateway(
            Transactions transactions,
            Workspaces workspaces,
            Fields fields,
            Folders folders,
            SavedSearches searches,
            ObjectTypes types,
            Views views,
            Productions productions,
            DataSources sources,
            Items items,
            ImagePages pages,
            ObjectsByName objects,
            ObjectRenaming renaming,
            BatchRows rows,
            ItemWriter writer,
            RunReceipts receipts,
            SearchableTexts texts,
            StoreFiles files,
            PlacedFiles placed,
            FileSweep sweep) {
        this.transactions = transactions;
        this.workspaces = workspaces;
        this.fields = fields;
        this.folders = folders;
        this.searches = searches;
        this.types = types;
        this.views = views;
        this.productions = productions;
        this.sources = sources;
        this.items = items;
        this.pages = pages;
        this.objects = objects;
        this.renaming = renaming;
        this.rows = rows;
        this.writer = writer;
        this.receipts = receipts;
        this.texts = texts;
        this.files = files;
        this.placed = placed;
        this.sweep = sweep;
    }

    @Override
    public Uni<Optional<Workspace>> workspace(long workspaceId) {
        return workspaces.find(workspaceId);
    }

    @Override
    public Uni<List<Field>> fields(long workspaceId, long objectTypeId) {
        return fields.of(workspaceId, objectTypeId);
    }

    @Override
    public Uni<Optional<Folder>> folder(long workspaceId, long folderId) {
        return folders.find(workspaceId, folderId);
    }

    @Override
    public Uni<Optional<SavedSearch>> savedSearch(long workspaceId, long savedSearchId) {
        return searches.find(workspaceId, savedSearchId).map(found -> found.map(SavedSearches.StoredSearch::search));
    }

    @Override
    public Uni<List<Long>> itemIds(long workspaceId, DataSource source, long afterItemId, int limit) {
        return sources.ids(workspaceId, source, afterItemId, limit);
    }

    @Override
    public Uni<List<SourceItem>> read(long workspaceId, ItemSelection selection) {
        return fields.withIds(workspaceId, selection.fieldIds())
                .chain(wanted -> items.read(workspaceId, selection.itemIds(), selection.fieldIds())
                        .chain(found -> images(found, selection.images())
                                .chain(images -> files.onWorker(
                                        () -> sourceItems(found, wanted, selection.natives(), images)))));
    }

    private Uni<Map<Long, List<ImagePage>>> images(List<Item> found, ImageChoice choice) {
        return choice == null
                ? Uni.createFrom().item(Map.of())
                : pages.chosen(found.stream().map(Item::itemId).toList(), choice);
    }

    private List<SourceItem> sourceItems(
            List<Item> found, List<Field> wanted, boolean natives, Map<Long, List<ImagePage>> images) {
        Map<String, Field> byKey =
                wanted.stream().collect(Collectors.toMap(field -> Long.toString(field.fieldId()), Function.identity()));
        return found.stream()
                .map(item -> new SourceItem(
                        item.itemId(),
                        item.identifier(),
                        values(FieldValues.parse(item.fields()), byKey),
                        item.folderPath() == null ? "" : item.folderPath(),
                        natives ? natives(item) : List.of(),
                        images.getOrDefault(item.itemId(), List.of()).stream()
                                .map(this::pageFile)
                                .toList()))
                .toList();
    }

    private Map<Long, Object> values(JsonNode document, Map<String, Field> byKey) {
        Map<Long, Object> values = new HashMap<>();
        document.fields().forEachRemaining(value -> {
            Field field = byKey.get(value.getKey());
            if (field != null) {
                values.put(field.fieldId(), FieldValues.decode(field.type(), value.getValue(), files::content));
            }
        });
        return values;
    }

    private List<SourceFile> natives(Item item) {
        return item.nativeReference() == null
                ? List.of()
                : List.of(sourceFile(
                        item.nativeName(),
                        item.nativeSize(),
                        item.nativeSha256(),
                        item.nativeLinked(),
                        item.nativeReference()));
    }

    private SourceFile pageFile(ImagePage page) {
        return sourceFile(page.fileName(), page.size(), page.sha256(), page.linked(), page.reference());
    }

    private SourceFile sourceFile(String fileName, long size, String sha256, boolean linked, String reference) {
        return new SourceFile(
                fileName, size, sha256, linked, reference, "file share, " + reference, files.content(reference));
    }

    @Override
    public Uni<StoredFile> store(long workspaceId, FileContent content) {
        return files.onWorker(() -> files.store(workspaceId, content));
    }

    @Override
    public Uni<Optional<ObjectType>> objectType(long workspaceId, long objectTypeId) {
        return types.find(workspaceId, objectTypeId);
    }

    @Override
    public Uni<Optional<View>> view(long workspaceId, long viewId) {
        return views.find(workspaceId, viewId).map(found -> found.map(Views.StoredView::view));
    }

    @Override
    public Uni<Optional<Production>> production(long workspaceId, long productionId) {
        return productions.find(workspaceId, productionId);
    }

    @Override
    public Uni<StoredFile> link(long workspaceId, SourceFile file) {
        return files.onWorker(() -> files.link(file));
    }

    @Override
    public Uni<ObjectType> ensureObjectType(long workspaceId, String name) {
        return types.ensure(workspaceId, name);
    }

    @Override
    public Uni<Field> ensureField(long workspaceId, long objectTypeId, NewField field) {
        return fields.ensure(workspaceId, objectTypeId, field);
    }

    @Override
    public Uni<Void> ensureObject(long workspaceId, long objectTypeId, String identifier, Map<Long, Object> values) {
        return objects.ensure(workspaceId, objectTypeId, identifier, values);
    }

    @Override
    public Uni<List<String>> objectsWith(long workspaceId, long objectTypeId, long fieldId, Object value) {
        return objects.with(workspaceId, objectTypeId, fieldId, value);
    }

    @Override
    public Uni<Void> renameObject(long workspaceId, long objectTypeId, String from, String to) {
        return renaming.rename(workspaceId, objectTypeId, from, to);
    }

    @Override
    public Uni<SavedSearch> ensureSavedSearch(long workspaceId, String name, long fieldId, String objectName) {
        return searches.ensure(workspaceId, name, fieldId, objectName);
    }

    @Override
    public Uni<Void> closeProduction(long workspaceId, long productionId) {
        return productions.close(workspaceId, productionId);
    }

    @Override
    public Uni<BatchReceipt> write(long workspaceId, BatchKey key, int attempt, BatchWrite batch) {
        return rows.of(workspaceId, batch)
                .chain(made -> placed.look(made.references())
                        .call(() -> texts.add(made.texts))
                        .chain(look -> transactions.inOne(tx -> receipts.admit(tx, workspaceId, key.jobId(), attempt)
                                .chain(() -> receipts.find(tx, workspaceId, key))
                                .chain(earlier -> earlier.isPresent()
                                        ? Uni.createFrom().item(earlier.get())
                                        : writeNew(tx, workspaceId, key, batch, made, look)))));
    }

    private Uni<BatchReceipt> writeNew(
            SqlConnection tx, long workspaceId, BatchKey key, BatchWrite batch, ItemRows made, PlacedFiles.Look look) {
        return writer.write(tx, workspaceId, batch, made)
                .call(() -> placed.stillGood(tx, look))
                .chain(written -> receipts.add(tx, workspaceId, receipt(key, batch, written)));
    }

    private static BatchReceipt receipt(BatchKey key, BatchWrite batch, ItemWriter.Written written) {
        List<ItemError> errors = new ArrayList<>(batch.refused());
        errors.addAll(written.errors());
        return new BatchReceipt(
                key,
                batch.total(),
                written.created() + written.updated(),
                written.metadataBytes(),
                written.fileBytes(),
                List.copyOf(errors));
    }

    @Override
    public Uni<List<BatchReceipt>> receipts(long workspaceId, long jobId, long fromPosition) {
        return receipts.list(workspaceId, jobId, fromPosition);
    }

    @Override
    public Uni<Void> close(long workspaceId, long jobId, int attempt) {
        return receipts.close(workspaceId, jobId, attempt);
    }

    @Override
    public Uni<Void> forget(long workspaceId, long jobId) {
        return receipts.forget(workspaceId, jobId);
    }

    @Override
    public Uni<Boolean> forgetRunsBefore(long firstJobId, int limit) {
        return receipts.forgetBefore(firstJobId, limit).map(gone -> gone == limit);
    }

    @Override
    public Uni<Boolean> sweep() {
        return sweep.step();
    }

    /** Not on the store's own threads, all of which may be copying. */
    @Override
    public Uni<Long> roomForFiles() {
        return Uni.createFrom().item(files::room).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
