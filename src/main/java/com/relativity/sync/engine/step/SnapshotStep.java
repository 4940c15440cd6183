package com.relativity.sync.engine.step;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
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
                        : snapshots.begin(run.key()).chain(() -> take(run, Sources.of(run.configuration()))));
    }

    /**
     * How far the snapshot is.
     *
     * @param afterItemId the last item of the source that was read
     * @param total items that were kept
     * @param outcome null while there is more to read
     */
    private record Taken(long afterItemId, long total, StepOutcome outcome) {}

    private Uni<StepOutcome> take(Run run, DataSource source) {
        var taken = new AtomicReference<>(new Taken(0, 0, null));
        return Multi.createBy()
                .repeating()
                .uni(() -> next(run, source, taken.get()).invoke(taken::set))
                .whilst(now -> now.outcome() == null)
                .collect()
                .last()
                .map(Taken::outcome);
    }

    private Uni<Taken> next(Run run, DataSource source, Taken taken) {
        if (run.control().leaveRequested()) {
            var left = run.control().stopRequested() ? StepOutcome.CANCELLED : StepOutcome.PAUSED;
            return Uni.createFrom().item(new Taken(taken.afterItemId(), taken.total(), left));
        }
        long workspaceId = run.job().workspaceId();
        return gateways.of(workspaceId)
                .itemIds(workspaceId, source, taken.afterItemId(), CHUNK)
                .flatMap(itemIds -> left(run, itemIds)
                        .flatMap(left -> kept(run, taken.total(), left).chain(() -> {
                            long total = taken.total() + left.size();
                            return itemIds.size() < CHUNK
                                    ? snapshots
                                            .complete(run.key(), total)
                                            .replaceWith(new Taken(taken.afterItemId(), total, StepOutcome.COMPLETED))
                                    : Uni.createFrom().item(new Taken(itemIds.get(CHUNK - 1), total, null));
                        })));
    }

    private Uni<List<Long>> left(Run run, List<Long> itemIds) {
        return run.job().retryOf() == null ? Uni.createFrom().item(itemIds) : chain.left(run.jobId(), itemIds);
    }

    private Uni<Void> kept(Run run, long position, List<Long> itemIds) {
        return itemIds.isEmpty() ? Uni.createFrom().voidItem() : snapshots.append(run.key(), position, itemIds);
    }
}
