package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.transfer.TransferPlans;
import com.relativity.sync.history.LinkBatches;

/** Makes the batches of the second pass that are missing, where fields are mapped that need one: in a retry, those of runs before it. */
@ApplicationScoped
public class LinkPartitionStep implements Step {

    private final TransferPlans plans;
    private final LinkBatches batches;

    LinkPartitionStep(TransferPlans plans, LinkBatches batches) {
        this.plans = plans;
        this.batches = batches;
    }

    @Override
    public String id() {
        return "link-partition";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return plans.of(run)
                .flatMap(plan -> plan.links().isEmpty()
                        ? Uni.createFrom().item(StepOutcome.SKIPPED)
                        : batches.partition(run.key()).replaceWith(StepOutcome.COMPLETED));
    }
}
