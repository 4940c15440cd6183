package com.relativity.sync.validation;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.WorkspaceGateways;

/** All rules of the document flow. An empty list means that the configuration keeps them. */
@ApplicationScoped
public class Rules {

    private final WorkspaceGateways gateways;

    Rules(WorkspaceGateways gateways) {
        this.gateways = gateways;
    }

    /**
     * Everything that can be checked before a job exists: shape, options that are not supported, and the workspaces as they are now. A rule
     * that another fault makes undecidable is left out; all others are decided.
     */
    public Uni<List<Violation>> atSubmission(long workspaceId, DocumentConfiguration configuration) {
        var faults = shape(workspaceId, configuration);
        UnsupportedOptions.check(configuration, faults);
        return atRun(workspaceId, configuration).map(more -> {
            faults.addAll(more);
            return List.copyOf(faults);
        });
    }

    /**
     * The rules that the workspaces can break after the submission; asked at every run and resume. Takes a configuration with faults of
     * shape, too. Fails with {@link com.relativity.sync.problem.DependencyDown} when a workspace cannot be asked.
     */
    public Uni<List<Violation>> atRun(long workspaceId, DocumentConfiguration configuration) {
        return WorkspaceFacts.gather(gateways, workspaceId, configuration).map(facts -> {
            var faults = new ArrayList<Violation>();
            WorkspaceRules.check(workspaceId, configuration, facts, faults);
            SavedSearchRules.check(configuration, facts, faults);
            FolderRules.check(configuration, facts, faults);
            FieldMappingRules.checkAgainst(configuration, facts, faults);
            return faults;
        });
    }

    /** What the configuration alone shows: required values, lengths, ranges, forms, duplicates, options that exclude each other. */
    public static List<Violation> shape(long workspaceId, DocumentConfiguration configuration) {
        var faults = new ArrayList<Violation>();
        CommonRules.check(workspaceId, configuration, faults);
        FieldMappingRules.checkShape(configuration.fieldsMapping(), faults);
        DocumentOptionRules.check(configuration, faults);
        return faults;
    }
}
