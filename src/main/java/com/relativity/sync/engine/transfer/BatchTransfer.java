package com.relativity.sync.engine.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.SourceItem;
import com.relativity.sync.workspace.SourceTags;
import com.relativity.sync.workspace.WorkspaceGateways;

/**
 * Moves one batch of the first pass.
 *
 * <ol>
 *   <li>Reads its items from the source.
 *   <li>Prepares each one: sanitises its values, copies or links its files. An item that cannot be taken becomes an error here.
 *   <li>Writes the prepared items, the errors and the receipt in one call; this is the commit.
 * </ol>
 */
@ApplicationScoped
public class BatchTransfer {

    private final WorkspaceGateways gateways;
    private final Snapshots snapshots;
    private final ItemPreparation preparation;
    private final EngineSettings settings;

    BatchTransfer(
            WorkspaceGateways gateways, Snapshots snapshots, ItemPreparation preparation, EngineSettings settings) {
        this.gateways = gateways;
        this.snapshots = snapshots;
        this.preparation = preparation;
        this.settings = settings;
    }

    /** Empty where the run was asked to leave before the batch reached its commit; nothing of it is written then. */
    public Uni<Optional<BatchReceipt>> transfer(Run run, TransferPlan plan, Batch batch) {
        return snapshots
                .itemIds(batch.itemsOf(), batch.firstItem(), batch.total())
                .flatMap(itemIds -> transfer(run, plan, batch.firstPosition(), itemIds));
    }

    Uni<Optional<BatchReceipt>> transfer(Run run, TransferPlan plan, long firstPosition, List<Long> itemIds) {
        long sourceId = run.job().workspaceId();
        return gateways.of(sourceId)
                .read(sourceId, plan.selection(itemIds))
                .flatMap(items -> prepare(run, plan, items).map(prepared -> withGone(prepared, itemIds, items)))
                .flatMap(prepared -> run.control().leaveRequested()
                        ? Uni.createFrom().item(Optional.<BatchReceipt>empty())
                        : write(run, plan, firstPosition, itemIds.size(), prepared)
                                .map(Optional::of));
    }

    private Uni<BatchReceipt> write(
            Run run, TransferPlan plan, long firstPosition, int total, List<Prepared> prepared) {
        long destinationId = run.job().destinationWorkspaceId();
        return gateways.of(destinationId)
                .write(
                        destinationId,
                        new BatchKey(run.jobId(), firstPosition),
                        run.job().attempt(),
                        new BatchWrite(
                                total,
                                plan.objectTypeId(),
                                plan.mode(),
                                plan.mergedFieldIds(),
                                plan.placement().folderId(),
                                plan.placement().moveExisting(),
                                plan.pages().productionId(),
                                sourceTags(run, plan),
                                run.job().chain(),
                                prepared.stream()
                                        .flatMap(one -> one.item().stream())
                                        .toList(),
                                prepared.stream()
                                        .flatMap(one -> one.error().stream())
                                        .toList()));
    }

    private static SourceTags sourceTags(Run run, TransferPlan plan) {
        if (plan.tags() == null) {
            return null;
        }
        Map<Long, List<String>> names = plan.tags().source().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, tag -> List.of(tag.getValue())));
        return new SourceTags(run.job().workspaceId(), plan.tags().sourceTypeId(), names);
    }

    /** Some at a time, and in the source's order all the same: so the destination's new items have it, too. */
    private Uni<List<Prepared>> prepare(Run run, TransferPlan plan, List<SourceItem> items) {
        var prepared = new Prepared[items.size()];
        return Multi.createFrom()
                .range(0, items.size())
                .onItem()
                .transformToUni(index -> prepare(run, plan, items.get(index)).invoke(one -> prepared[index] = one))
                .merge(settings.fileCopies())
                .collect()
                .last()
                .replaceWith(() -> Arrays.asList(prepared));
    }

    private Uni<Prepared> prepare(Run run, TransferPlan plan, SourceItem item) {
        return run.control().leaveRequested()
                ? Uni.createFrom().item(Prepared.NOTHING)
                : preparation
                        .prepare(run, plan, item)
                        .map(Prepared::taken)
                        .onFailure(ItemRefused.class)
                        .recoverWithItem(
                                refused -> Prepared.refused(item.itemId(), item.identifier(), refused.getMessage()));
    }

    private static List<Prepared> withGone(List<Prepared> prepared, List<Long> itemIds, List<SourceItem> items) {
        if (items.size() == itemIds.size()) {
            return prepared;
        }
        Set<Long> found = items.stream().map(SourceItem::itemId).collect(Collectors.toSet());
        var all = new ArrayList<>(prepared);
        itemIds.stream()
                .filter(itemId -> !found.contains(itemId))
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
