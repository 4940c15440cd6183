package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.engine.tag.Tagging;

/** Makes the object types of tags in the destination, and the fields that link documents to them, where they are missing. */
@ApplicationScoped
public class ObjectTypesStep implements Step {

    private final Tagging tagging;

    ObjectTypesStep(Tagging tagging) {
        this.tagging = tagging;
    }

    @Override
    public String id() {
        return "object-types";
    }

    @Override
    public boolean hasWork(Run run) {
        return Tagging.isWanted(run.configuration());
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return tagging.makeFields(run).replaceWith(StepOutcome.COMPLETED);
    }
}
