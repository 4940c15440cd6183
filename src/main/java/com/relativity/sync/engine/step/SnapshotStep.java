package com.relativity.sync.engine.step;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.transfer.Sources;
import com.relativity.sync.history.RetryChain;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.workspace.DataSource;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Fixes the items of the run and their order, once for all attempts. A retry leaves out what the runs before it transferred. */
@ApplicationScoped
public class SnapshotStep implements Step {

    /** Items of a stored chunk; 40 kB in a row. */
    static final int CHUNK = 5000;

    private final WorkspaceGateways gateways;
    private final Snapshots snapshots;
    private final RetryChain chain;

    SnapshotStep(WorkspaceGateways gateways, Snapshots snapshots, RetryChain chain) {
        this.gateways = gateways;
        this.snapshots = snapshots;
        this.chain = chain;
    }

    @Override
    public String id() {
        return "snapshot";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return snapshots
                .total(run.jobId())
                .flatMap(total -> total.isPresent()
                        ? Uni.createFrom().item(StepOutcome.SKIPPED)
                        : snapshots.begin(run.key()).chain(() -> from(run, Sources.of(run.configuration()), 0, 0)));
    }

    private Uni<StepOutcome> from(Run run, DataSource source, long afterItemId, long position) {
        if (run.control().leaveRequested()) {
            return Uni.createFrom().item(run.control().stopRequested() ? StepOutcome.CANCELLED : StepOutcome.PAUSED);
        }
        long workspaceId = run.job().workspaceId();
        return gateways.of(workspaceId)
                .itemIds(workspaceId, source, afterItemId, CHUNK)
                .flatMap(itemIds -> left(run, itemIds)
                        .flatMap(left -> kept(run, position, left).chain(() -> {
                            long next = position + left.size();
                            return itemIds.size() < CHUNK
                                    ? snapshots.complete(run.key(), next).replaceWith(StepOutcome.COMPLETED)
                                    : from(run, source, itemIds.get(CHUNK - 1), next);
                        })));
    }

    private Uni<List<Long>> left(Run run, List<Long> itemIds) {
        return run.job().retryOf() == null ? Uni.createFrom().item(itemIds) : chain.left(run.jobId(), itemIds);
    }

    private Uni<Void> kept(Run run, long position, List<Long> itemIds) {
        return itemIds.isEmpty() ? Uni.createFrom().voidItem() : snapshots.append(run.key(), position, itemIds);
    }
}
