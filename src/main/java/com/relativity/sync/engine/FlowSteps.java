package com.relativity.sync.engine;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.relativity.sync.engine.step.FinalizationStep;
import com.relativity.sync.engine.step.LinkPartitionStep;
import com.relativity.sync.engine.step.LinkingStep;
import com.relativity.sync.engine.step.ObjectTypesStep;
import com.relativity.sync.engine.step.PartitionStep;
import com.relativity.sync.engine.step.PermissionsStep;
import com.relativity.sync.engine.step.PreValidationStep;
import com.relativity.sync.engine.step.SavedSearchStep;
import com.relativity.sync.engine.step.SnapshotStep;
import com.relativity.sync.engine.step.SynchronizationStep;
import com.relativity.sync.engine.step.TagsStep;
import com.relativity.sync.engine.step.ValidationStep;
import com.relativity.sync.job.Flow;

/** The steps of each flow in order, up to the one that closes the destination. A retry takes the same ones, with another snapshot. */
@ApplicationScoped
public class FlowSteps {

    private final Map<Flow, List<Step>> byFlow;

    FlowSteps(
            PreValidationStep preValidation,
            ObjectTypesStep objectTypes,
            PermissionsStep permissions,
            ValidationStep validation,
            SnapshotStep snapshot,
            TagsStep tags,
            SavedSearchStep savedSearch,
            PartitionStep partition,
            SynchronizationStep synchronization,
            LinkPartitionStep linkPartition,
            LinkingStep linking,
            FinalizationStep finalization) {
        List<Step> documents = List.of(
                preValidation,
                objectTypes,
                permissions,
                validation,
                snapshot,
                tags,
                savedSearch,
                partition,
                synchronization,
                finalization);
        List<Step> objects = List.of(
                preValidation,
                objectTypes,
                permissions,
                validation,
                snapshot,
                partition,
                synchronization,
                linkPartition,
                linking,
                finalization);
        this.byFlow = Map.of(Flow.DOCUMENT, documents, Flow.IMAGE, documents, Flow.NON_DOCUMENT, objects);
    }

    List<Step> of(Flow flow) {
        return byFlow.get(flow);
    }
}
