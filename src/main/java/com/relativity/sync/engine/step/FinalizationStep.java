package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.DestinationLocationType;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Closes the destination: no write of this job can follow, every receipt there is has been taken over, and a production set is complete. */
@ApplicationScoped
public class FinalizationStep implements Step {

    private final WorkspaceGateways gateways;
    private final Receipts receipts;

    FinalizationStep(WorkspaceGateways gateways, Receipts receipts) {
        this.gateways = gateways;
        this.receipts = receipts;
    }

    @Override
    public String id() {
        return "finalization";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return closeWrites(run).chain(() -> closeProduction(run)).replaceWith(StepOutcome.COMPLETED);
    }

    /** Also for a run that came to its end early; a production set stays open then, so that the rest can follow. */
    public Uni<Void> closeWrites(Run run) {
        long destinationId = run.job().destinationWorkspaceId();
        return gateways.of(destinationId)
                .close(destinationId, run.jobId(), run.job().attempt())
                .chain(() -> receipts.takeOver(run));
    }

    private Uni<Void> closeProduction(Run run) {
        long destinationId = run.job().destinationWorkspaceId();
        return run.configuration() instanceof ImageConfiguration image
                        && image.imageOptions().destinationLocationType() == DestinationLocationType.ProductionSet
                ? gateways.of(destinationId)
                        .closeProduction(destinationId, image.imageOptions().destinationLocationId())
                : Uni.createFrom().voidItem();
    }
}
