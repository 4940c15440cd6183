package com.relativity.sync.engine.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.EngineSettings;
import com.relativity.sync.engine.Run;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.job.Batch;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemSelection;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.LongText;
import com.relativity.sync.workspace.SourceFile;
import com.relativity.sync.workspace.SourceItem;
import com.relativity.sync.workspace.StoredFile;
import com.relativity.sync.workspace.WorkspaceGateways;

/**
 * Moves one batch.
 *
 * <ol>
 *   <li>Reads its items from the source.
 *   <li>Prepares each one: sanitises its values, copies its files. An item that cannot be taken becomes an error here.
 *   <li>Writes the prepared items, the errors and the receipt in one call; this is the commit.
 * </ol>
 */
@ApplicationScoped
public class BatchTransfer {

    private final WorkspaceGateways gateways;
    private final Snapshots snapshots;
    private final FileCopies copies;
    private final EngineSettings settings;

    BatchTransfer(WorkspaceGateways gateways, Snapshots snapshots, FileCopies copies, EngineSettings settings) {
        this.gateways = gateways;
        this.snapshots = snapshots;
        this.copies = copies;
        this.settings = settings;
    }

    /** Empty where the run was asked to leave before the batch reached its commit; nothing of it is written then. */
    public Uni<Optional<BatchReceipt>> transfer(Run run, TransferPlan plan, Batch batch) {
        long sourceId = run.job().workspaceId();
        return snapshots
                .itemIds(run.jobId(), batch.firstPosition(), batch.total())
                .flatMap(itemIds -> gateways.of(sourceId)
                        .read(sourceId, new ItemSelection(itemIds, plan.sourceFieldIds(), plan.copyNatives(), null))
                        .flatMap(
                                items -> prepare(run, plan, items).map(prepared -> withGone(prepared, itemIds, items))))
                .flatMap(prepared -> run.control().leaveRequested()
                        ? Uni.createFrom().item(Optional.<BatchReceipt>empty())
                        : write(run, plan, batch, prepared).map(Optional::of));
    }

    private Uni<BatchReceipt> write(Run run, TransferPlan plan, Batch batch, List<Prepared> prepared) {
        long destinationId = run.job().destinationWorkspaceId();
        var items = prepared.stream().flatMap(one -> one.item().stream()).toList();
        var refused = prepared.stream().flatMap(one -> one.error().stream()).toList();
        return gateways.of(destinationId)
                .write(
                        destinationId,
                        new BatchKey(run.jobId(), batch.firstPosition()),
                        run.job().attempt(),
                        new BatchWrite(
                                batch.total(),
                                plan.objectTypeId(),
                                plan.mode(),
                                plan.mergedFieldIds(),
                                plan.folderId(),
                                plan.moveExisting(),
                                null,
                                null,
                                items,
                                refused));
    }

    private Uni<List<Prepared>> prepare(Run run, TransferPlan plan, List<SourceItem> items) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUni(item -> run.control().leaveRequested()
                        ? Uni.createFrom().item(Prepared.NOTHING)
                        : prepare(run.job().destinationWorkspaceId(), plan, item))
                .merge(settings.fileCopies())
                .collect()
                .asList();
    }

    private Uni<Prepared> prepare(long destinationId, TransferPlan plan, SourceItem item) {
        var values = new HashMap<Long, Object>();
        var texts = new ArrayList<Map.Entry<TransferPlan.Column, LongText>>();
        for (TransferPlan.Column column : plan.columns()) {
            var sanitized =
                    Sanitizer.sanitize(column, item.values().get(column.source().fieldId()));
            if (sanitized.refusal() != null) {
                return Uni.createFrom().item(Prepared.refused(item.itemId(), item.identifier(), sanitized.refusal()));
            }
            if (sanitized.value() instanceof LongText text) {
                texts.add(Map.entry(column, text));
            } else {
                values.put(column.destination().fieldId(), sanitized.value());
            }
        }
        if (texts.isEmpty() && item.nativeFile() == null) {
            return Uni.createFrom().item(Prepared.taken(write(plan, item, values, null)));
        }
        return texts(destinationId, texts, values)
                .chain(() -> nativeFile(destinationId, item.nativeFile()))
                .map(nativeFile -> Prepared.taken(write(plan, item, values, nativeFile)))
                .onFailure(FileCopies.ItemRefused.class)
                .recoverWithItem(refused -> Prepared.refused(item.itemId(), item.identifier(), refused.getMessage()));
    }

    private Uni<Void> texts(
            long destinationId, List<Map.Entry<TransferPlan.Column, LongText>> texts, Map<Long, Object> values) {
        return Multi.createFrom()
                .iterable(texts)
                .onItem()
                .transformToUniAndConcatenate(entry -> {
                    var destination = entry.getKey().destination();
                    var text = entry.getValue();
                    return copies.copy(
                                    destinationId,
                                    "Field '" + destination.name() + "': its text",
                                    text.content(),
                                    text.sizeBytes(),
                                    text.sha256())
                            .invoke(stored -> values.put(destination.fieldId(), stored));
                })
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<ItemWrite.FileWrite> nativeFile(long destinationId, SourceFile file) {
        if (file == null) {
            return Uni.createFrom().nullItem();
        }
        Uni<StoredFile> copy = copies.copy(
                destinationId,
                "Native '" + file.fileName() + "' at " + file.location(),
                file.content(),
                file.sizeBytes(),
                file.sha256());
        return copy.map(stored -> new ItemWrite.FileWrite(file.fileName(), stored));
    }

    private static ItemWrite write(
            TransferPlan plan, SourceItem item, Map<Long, Object> values, ItemWrite.FileWrite nativeFile) {
        List<String> folders = plan.retainFolders() && !item.folderPath().isEmpty()
                ? List.of(item.folderPath().split("\\\\"))
                : List.of();
        return new ItemWrite(item.itemId(), item.identifier(), values, folders, nativeFile, null);
    }

    private static List<Prepared> withGone(List<Prepared> prepared, List<Long> itemIds, List<SourceItem> items) {
        if (items.size() == itemIds.size()) {
            return prepared;
        }
        var found = items.stream().collect(Collectors.toMap(SourceItem::itemId, Function.identity()));
        var all = new ArrayList<>(prepared);
        itemIds.stream()
                .filter(itemId -> !found.containsKey(itemId))
                .map(itemId -> Prepared.refused(
                        itemId,
                        "Artifact " + itemId,
                        "The item was removed from the source after the job had begun; there is nothing to transfer."))
                .forEach(all::add);
        return all;
    }

    /** An item on its way: ready to be written, or refused. */
    private record Prepared(Optional<ItemWrite> item, Optional<ItemError> error) {

        /** The run leaves, so nobody asks what became of the item. */
        static final Prepared NOTHING = new Prepared(Optional.empty(), Optional.empty());

        static Prepared taken(ItemWrite item) {
            return new Prepared(Optional.of(item), Optional.empty());
        }

        static Prepared refused(long itemId, String identifier, String message) {
            return new Prepared(Optional.empty(), Optional.of(new ItemError(itemId, identifier, message)));
        }
    }
}
