package com.relativity.sync.engine.transfer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.history.LinkBatches;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.job.Batch;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.SourceItem;
import com.relativity.sync.workspace.WorkspaceGateways;
import com.relativity.sync.workspace.WriteMode;

/** Moves one batch of the second pass: the links of the items that the first pass has transferred, and nothing else of them. */
@ApplicationScoped
public class LinkTransfer {

    private final WorkspaceGateways gateways;
    private final Snapshots snapshots;
    private final LinkBatches batches;

    LinkTransfer(WorkspaceGateways gateways, Snapshots snapshots, LinkBatches batches) {
        this.gateways = gateways;
        this.snapshots = snapshots;
        this.batches = batches;
    }

    /** Empty where the run was asked to leave before the batch reached its commit; nothing of it is written then. */
    public Uni<Optional<BatchReceipt>> transfer(Run run, TransferPlan plan, Batch batch) {
        return snapshots
                .itemIds(batch.itemsOf(), batch.firstItem(), batch.total())
                .flatMap(itemIds -> batches.failed(batch.itemsOf(), itemIds)
                        .flatMap(failed -> transfer(run, plan, batch.firstPosition(), without(itemIds, failed))));
    }

    private static List<Long> without(List<Long> itemIds, Set<Long> failed) {
        return itemIds.stream().filter(itemId -> !failed.contains(itemId)).toList();
    }

    Uni<Optional<BatchReceipt>> transfer(Run run, TransferPlan plan, long firstPosition, List<Long> itemIds) {
        long sourceId = run.job().workspaceId();
        return gateways.of(sourceId)
                .read(sourceId, plan.linkSelection(itemIds))
                .flatMap(items -> run.control().leaveRequested()
                        ? Uni.createFrom().item(Optional.<BatchReceipt>empty())
                        : write(run, plan, firstPosition, items).map(Optional::of));
    }

    /** An item that has gone from the source since the first pass keeps the links that it has. */
    private Uni<BatchReceipt> write(Run run, TransferPlan plan, long firstPosition, List<SourceItem> items) {
        var writes = new ArrayList<ItemWrite>();
        var refused = new ArrayList<ItemError>();
        for (SourceItem item : items) {
            try {
                writes.add(ItemPreparation.links(plan, item));
            } catch (ItemRefused changed) {
                refused.add(new ItemError(item.itemId(), item.identifier(), changed.getMessage()));
            }
        }
        long destinationId = run.job().destinationWorkspaceId();
        return gateways.of(destinationId)
                .write(
                        destinationId,
                        new BatchKey(run.jobId(), firstPosition),
                        run.job().attempt(),
                        new BatchWrite(
                                items.size(),
                                plan.objectTypeId(),
                                WriteMode.UPDATE,
                                mergedLinks(plan),
                                null,
                                false,
                                null,
                                null,
                                run.job().chain(),
                                writes,
                                refused));
    }

    private static Set<Long> mergedLinks(TransferPlan plan) {
        var merged = new HashSet<Long>();
        plan.links().forEach(link -> merged.add(link.destination().fieldId()));
        merged.retainAll(plan.mergedFieldIds());
        return merged;
    }
}
