package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.tag.Tagging;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.job.SyncConfiguration.SavedSearchOptions;
import com.relativity.sync.workspace.WorkspaceGateways;

/** A saved search in the destination, named after the run's tag, that finds the documents with it. */
@ApplicationScoped
public class SavedSearchStep implements Step {

    private final WorkspaceGateways gateways;
    private final Tagging tagging;

    SavedSearchStep(WorkspaceGateways gateways, Tagging tagging) {
        this.gateways = gateways;
        this.tagging = tagging;
    }

    @Override
    public String id() {
        return "saved-search";
    }

    @Override
    public boolean hasWork(Run run) {
        return Tagging.isWanted(run.configuration())
                && options(run.configuration()).createSavedSearchInDestination();
    }

    private static SavedSearchOptions options(SyncConfiguration configuration) {
        return configuration instanceof ImageConfiguration image
                ? image.savedSearchOptions()
                : ((DocumentConfiguration) configuration).savedSearchOptions();
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        long destinationId = run.job().destinationWorkspaceId();
        return tagging.of(run)
                .flatMap(tags -> gateways.of(destinationId)
                        .ensureSavedSearch(destinationId, tags.jobTag(), tags.jobField(), tags.jobTag()))
                .replaceWith(StepOutcome.COMPLETED);
    }
}
