package com.relativity.sync.engine;

import io.smallrye.mutiny.Uni;

/** A part of the pipeline that can be repeated: what an earlier attempt has done, it finds done. */
public interface Step {

    /** Shown as {@code progress.step}. */
    String id();

    /** Whether the configuration asks for it; a step without work is passed over, and nobody sees it. */
    default boolean hasWork(@SuppressWarnings("unused") Run run) {
        return true;
    }

    /**
     * Does what is left to do. A failure ends the pipeline: a {@link com.relativity.sync.problem.RulesViolated} as a failed validation, a
     * {@link com.relativity.sync.problem.LeaseLost} without a word, anything else as a failed job.
     */
    Uni<StepOutcome> run(Run run);
}
