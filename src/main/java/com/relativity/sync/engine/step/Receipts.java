package com.relativity.sync.engine.step;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.history.TakenBatch;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Takes receipts of the destination over into the run's ledger, each once. */
@ApplicationScoped
class Receipts {

    private final WorkspaceGateways gateways;
    private final RunLedger ledger;

    Receipts(WorkspaceGateways gateways, RunLedger ledger) {
        this.gateways = gateways;
        this.ledger = ledger;
    }

    /** All that the destination has and the ledger has not. */
    Uni<Void> takeOver(Run run) {
        long destinationId = run.job().destinationWorkspaceId();
        return ledger.nextOpen(run.jobId())
                .flatMap(open -> open.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : gateways.of(destinationId)
                                .receipts(destinationId, run.jobId(), open.get().firstPosition())
                                .flatMap(receipts -> all(run, receipts)));
    }

    private Uni<Void> all(Run run, List<BatchReceipt> receipts) {
        return Multi.createFrom()
                .iterable(receipts)
                .onItem()
                .transformToUniAndConcatenate(receipt -> takeOver(run, receipt))
                .collect()
                .last()
                .replaceWithVoid();
    }

    Uni<Void> takeOver(Run run, BatchReceipt receipt) {
        return ledger.record(
                run.key(),
                new TakenBatch(
                        receipt.key().firstPosition(),
                        receipt.total(),
                        receipt.transferred(),
                        receipt.metadataBytes(),
                        receipt.fileBytes(),
                        receipt.errors().stream()
                                .map(error ->
                                        new TakenBatch.FailedItem(error.itemId(), error.identifier(), error.message()))
                                .toList()));
    }
}
