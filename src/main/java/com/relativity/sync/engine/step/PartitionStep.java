package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.EngineSettings;
import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.transfer.TransferPlans;
import com.relativity.sync.history.LinkBatches;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.job.Flow;

/** Cuts the snapshot into batches; what is cut stays, also where the batch size has changed since. */
@ApplicationScoped
public class PartitionStep implements Step {

    private final TransferPlans plans;
    private final RunLedger ledger;
    private final LinkBatches links;
    private final EngineSettings settings;

    PartitionStep(TransferPlans plans, RunLedger ledger, LinkBatches links, EngineSettings settings) {
        this.plans = plans;
        this.ledger = ledger;
        this.links = links;
        this.settings = settings;
    }

    @Override
    public String id() {
        return "partition";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return ledger.partition(run.key(), size(run))
                .chain(() -> hasLinks(run))
                .chain(hasLinks -> links.expect(run.key(), hasLinks))
                .replaceWith(StepOutcome.COMPLETED);
    }

    private Uni<Boolean> hasLinks(Run run) {
        return run.job().flow() == Flow.NON_DOCUMENT
                ? plans.of(run).map(plan -> !plan.links().isEmpty())
                : Uni.createFrom().item(false);
    }

    private int size(Run run) {
        return run.job().flow() == Flow.IMAGE
                ? Math.min(settings.batchSize(), settings.imageBatchSize())
                : settings.batchSize();
    }
}
