package com.relativity.sync.validation;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.WorkspaceGateways;

/** All rules of the three flows. An empty list means that the configuration keeps them. */
@ApplicationScoped
public class Rules {

    private final WorkspaceGateways gateways;
    private final LinkSettings links;
    private final ValidationSettings settings;

    Rules(WorkspaceGateways gateways, LinkSettings links, ValidationSettings settings) {
        this.gateways = gateways;
        this.links = links;
        this.settings = settings;
    }

    /**
     * Everything that can be checked before a job exists: shape, rights of the submitter, and the workspaces as they are now. A rule that
     * another fault makes undecidable is left out; all others are decided. Whether the run to retry can be retried is the job list's to say.
     */
    public Uni<List<Violation>> atSubmission(long workspaceId, SyncConfiguration configuration, Submitter submitter) {
        var faults = shape(workspaceId, configuration);
        boolean isRetry = configuration.retryOptions() != null;
        return now(workspaceId, configuration, submitter.administrator(), isRetry)
                .map(more -> {
                    faults.addAll(more);
                    return List.copyOf(faults);
                });
    }

    /**
     * The rules that can be broken after the submission; asked at every run and resume. Fails with
     * {@link com.relativity.sync.problem.DependencyDown} when a workspace cannot be asked.
     */
    public Uni<List<Violation>> atRun(Job job, SyncConfiguration configuration) {
        boolean goesOn = job.attempt() > 1 || job.retryOf() != null;
        return now(job.workspaceId(), configuration, job.byAdministrator(), goesOn);
    }

    /**
     * @param goesOn whether this job, or the run that it retries, may have completed a part of what the configuration asks for
     */
    private Uni<List<Violation>> now(
            long workspaceId, SyncConfiguration configuration, boolean byAdministrator, boolean goesOn) {
        var named = Named.by(configuration);
        Long destinationId = configuration.destinationWorkspaceId();
        return WorkspaceFacts.gather(gateways, workspaceId, destinationId, named, settings.mostProductions())
                .map(facts -> {
                    var faults = new ArrayList<Violation>();
                    WorkspaceRules.check(workspaceId, destinationId, facts, faults);
                    LinkRules.check(configuration, links.restricted(), byAdministrator, faults);
                    ofFlow(configuration, facts, goesOn, faults);
                    FieldMappingRules.checkAgainst(configuration.fieldsMapping(), facts, faults);
                    return faults;
                });
    }

    private void ofFlow(SyncConfiguration configuration, WorkspaceFacts facts, boolean goesOn, List<Violation> faults) {
        if (configuration instanceof DocumentConfiguration document) {
            SavedSearchRules.check("documentOptions.savedSearchId", facts, faults);
            FolderRules.destinationFolder("documentOptions.destinationFolderId", facts, faults);
            FolderRules.pathField(document, facts, faults);
        } else if (configuration instanceof ImageConfiguration image) {
            SavedSearchRules.check("imageOptions.dataSourceId", facts, faults);
            ProductionRules.sources(image, facts, settings.mostProductions(), faults);
            FolderRules.destinationFolder("imageOptions.destinationLocationId", facts, faults);
            ProductionRules.set(facts, goesOn, faults);
        } else {
            ObjectRules.check(facts, faults);
        }
    }

    /** What the configuration alone shows: required values, lengths, ranges, forms, duplicates, options that exclude each other. */
    public List<Violation> shape(long workspaceId, SyncConfiguration configuration) {
        var faults = new ArrayList<Violation>();
        CommonRules.check(workspaceId, configuration, faults);
        FieldMappingRules.checkShape(configuration.fieldsMapping(), faults);
        if (configuration instanceof DocumentConfiguration document) {
            DocumentOptionRules.check(document, faults);
        } else if (configuration instanceof ImageConfiguration image) {
            ImageOptionRules.check(image, settings.mostProductions(), faults);
        } else {
            NonDocumentOptionRules.check((NonDocumentConfiguration) configuration, faults);
        }
        return faults;
    }
}
