package com.relativity.sync.validation;

import java.util.List;

import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.DataSourceType;
import com.relativity.sync.problem.Violation;

/** Productions that images come from exist, and so does the production set that they go into, which can still take them. */
final class ProductionRules {

    private static final String SOURCE = "imageOptions.dataSourceId";
    private static final String SET = "imageOptions.destinationLocationId";

    private ProductionRules() {}

    static void sources(
            ImageConfiguration configuration, WorkspaceFacts facts, int mostProductions, List<Violation> faults) {
        if (facts.source().workspace().isEmpty()) {
            return;
        }
        var options = configuration.imageOptions();
        if (options != null && options.dataSourceType() == DataSourceType.Production) {
            exists(SOURCE, options.dataSourceId(), facts, faults);
        }
        var ids = configuration.productionImagePrecedence().productionImagePrecedenceIds();
        if (ids.size() <= mostProductions) {
            for (int i = 0; i < ids.size(); i++) {
                exists(ImageOptionRules.PRECEDENCE + "[" + i + "]", ids.get(i), facts, faults);
            }
        }
    }

    private static void exists(String field, Long productionId, WorkspaceFacts facts, List<Violation> faults) {
        if (Ids.possible(productionId) && !facts.source().productions().containsKey(productionId)) {
            faults.add(new Violation(
                    field,
                    "there is no production " + productionId + " in workspace "
                            + facts.source().workspace().get().workspaceId()));
        }
    }

    /**
     * @param mayBeClosed whether the set may have been closed: by the run that is taken up again here, or by one that is retried. Nobody else
     *     adds to a closed one.
     */
    static void set(WorkspaceFacts facts, boolean mayBeClosed, List<Violation> faults) {
        var destination = facts.destination();
        Long productionId = facts.named().productionSetId();
        if (destination.workspace().isEmpty() || !Ids.possible(productionId)) {
            return;
        }
        if (destination.productionSet().isEmpty()) {
            faults.add(new Violation(
                    SET,
                    "there is no production " + productionId + " in workspace "
                            + destination.workspace().get().workspaceId()));
        } else if (destination.productionSet().get().readOnly() && !mayBeClosed) {
            faults.add(
                    new Violation(
                            SET,
                            "the production '"
                                    + destination.productionSet().get().name()
                                    + "' is read-only, because a job has completed it; choose another production set, or retry that job"));
        }
    }
}
