package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.tag.Tagging;

/** Makes the objects that the run's documents are tagged with, on both sides, and renames those of workspaces that were renamed. */
@ApplicationScoped
public class TagsStep implements Step {

    private final Tagging tagging;

    TagsStep(Tagging tagging) {
        this.tagging = tagging;
    }

    @Override
    public String id() {
        return "tags";
    }

    @Override
    public boolean hasWork(Run run) {
        return Tagging.isWanted(run.configuration());
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return tagging.of(run).replaceWith(StepOutcome.COMPLETED);
    }
}
