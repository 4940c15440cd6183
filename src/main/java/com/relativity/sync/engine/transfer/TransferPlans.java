package com.relativity.sync.engine.transfer;

import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.tag.RunTags;
import com.relativity.sync.engine.tag.Tagging;
import com.relativity.sync.engine.transfer.TransferPlan.FileMode;
import com.relativity.sync.engine.transfer.TransferPlan.Pages;
import com.relativity.sync.engine.transfer.TransferPlan.Placement;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.ImageConfiguration.DestinationLocationType;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Works out the plan of a run from its configuration and what both workspaces have now. */
@ApplicationScoped
public class TransferPlans {

    private final WorkspaceGateways gateways;
    private final Tagging tagging;

    TransferPlans(WorkspaceGateways gateways, Tagging tagging) {
        this.gateways = gateways;
        this.tagging = tagging;
    }

    /** Fails with {@link RulesViolated} when a field or a workspace has gone since the validation. */
    public Uni<TransferPlan> of(Run run) {
        return workspace(run.job().workspaceId())
                .flatMap(source -> workspace(run.job().destinationWorkspaceId())
                        .flatMap(destination -> of(run, source, destination)));
    }

    private Uni<TransferPlan> of(Run run, Workspace source, Workspace destination) {
        if (run.configuration() instanceof NonDocumentConfiguration configuration) {
            var options = configuration.nonDocumentOptions();
            return mapping(run, options.rdoArtifactTypeId(), options.destinationRdoArtifactTypeId())
                    .map(mapping -> objects(configuration, mapping));
        }
        return mapping(run, source.documentTypeId(), destination.documentTypeId())
                .flatMap(mapping -> tagging.of(run)
                        .map(tags -> run.configuration() instanceof ImageConfiguration configuration
                                ? images(configuration, destination, mapping, tags)
                                : documents((DocumentConfiguration) run.configuration(), mapping, tags)));
    }

    private static TransferPlan documents(DocumentConfiguration configuration, MappedFields mapping, RunTags tags) {
        var options = configuration.documentOptions();
        var folders = configuration.folderStructure();
        var placement = new Placement(
                options.destinationFolderId(),
                folders.behavior(),
                folders.behavior() == FolderBehavior.ReadFromField
                        ? mapping.source(folders.folderPathSourceFieldId())
                        : null,
                folders.moveExistingDocuments());
        FileMode natives = switch (options.copyNativesMode()) {
            case DoNotImportNativeFiles -> FileMode.NONE;
            case CopyFiles -> FileMode.COPY;
            case SetFileLinks -> FileMode.LINK;
        };
        return mapping.plan(configuration, column -> false, placement, natives, Pages.NONE, tags);
    }

    private static TransferPlan images(
            ImageConfiguration configuration, Workspace destination, MappedFields mapping, RunTags tags) {
        var options = configuration.imageOptions();
        boolean intoProduction = options.destinationLocationType() == DestinationLocationType.ProductionSet;
        var placement = new Placement(
                intoProduction ? destination.rootFolderId() : options.destinationLocationId(),
                FolderBehavior.None,
                null,
                false);
        FileMode mode = switch (options.copyImagesMode()) {
            case DoNotImportImageFiles -> FileMode.NONE;
            case CopyFiles -> FileMode.COPY;
            case SetFileLinks -> FileMode.LINK;
        };
        var pages =
                new Pages(mode, Sources.images(configuration), intoProduction ? options.destinationLocationId() : null);
        return mapping.plan(configuration, column -> false, placement, FileMode.NONE, pages, tags);
    }

    /** Objects that point to others of their own type wait for these: the second pass sets such links. */
    private static TransferPlan objects(NonDocumentConfiguration configuration, MappedFields mapping) {
        Long typeId = configuration.nonDocumentOptions().destinationRdoArtifactTypeId();
        return mapping.plan(
                configuration,
                column -> column.destination().type().isObject()
                        && Objects.equals(column.destination().associatedObjectTypeId(), typeId),
                Placement.NOWHERE,
                FileMode.NONE,
                Pages.NONE,
                null);
    }

    private Uni<Workspace> workspace(long workspaceId) {
        return gateways.of(workspaceId)
                .workspace(workspaceId)
                .map(found -> found.orElseThrow(() -> new RulesViolated(
                        "destinationWorkspaceId", "The workspace " + workspaceId + " is no longer available.")));
    }

    private Uni<MappedFields> mapping(Run run, long sourceTypeId, long destinationTypeId) {
        long sourceId = run.job().workspaceId();
        long destinationId = run.job().destinationWorkspaceId();
        return gateways.of(sourceId)
                .fields(sourceId, sourceTypeId)
                .flatMap(ofSource -> gateways.of(destinationId)
                        .fields(destinationId, destinationTypeId)
                        .map(ofDestination -> new MappedFields(destinationTypeId, ofSource, ofDestination)));
    }
}
