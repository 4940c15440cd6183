package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.transfer.LinkTransfer;
import com.relativity.sync.engine.transfer.TransferPlans;
import com.relativity.sync.job.Batch;

/** The batches of the second pass: fields that name objects of the items' own type, which only now are all there. */
@ApplicationScoped
public class LinkingStep implements Step {

    private final TransferPlans plans;
    private final LinkTransfer transfer;
    private final BatchLoop batches;

    LinkingStep(TransferPlans plans, LinkTransfer transfer, BatchLoop batches) {
        this.plans = plans;
        this.transfer = transfer;
        this.batches = batches;
    }

    @Override
    public String id() {
        return "linking";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return plans.of(run)
                .flatMap(plan -> plan.links().isEmpty()
                        ? Uni.createFrom().item(StepOutcome.SKIPPED)
                        : batches.run(run, Batch::isOfLinks, batch -> transfer.transfer(run, plan, batch)));
    }
}
