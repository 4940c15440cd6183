package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;

/** What the submitter may do. Every caller may do everything today, so every job passes. */
@ApplicationScoped
public class PermissionsStep implements Step {

    @Override
    public String id() {
        return "permissions";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        return Uni.createFrom().item(StepOutcome.COMPLETED);
    }
}
