package com.relativity.sync.engine.transfer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Works out the plan of a run from its configuration and the fields that both workspaces have now. */
@ApplicationScoped
public class TransferPlans {

    private final WorkspaceGateways gateways;

    TransferPlans(WorkspaceGateways gateways) {
        this.gateways = gateways;
    }

    /** Fails with {@link RulesViolated} when a field or a workspace has gone since the validation. */
    public Uni<TransferPlan> of(Run run) {
        if (!(run.configuration() instanceof DocumentConfiguration configuration)) {
            throw new IllegalStateException(
                    "No plan is known for " + run.configuration().getClass());
        }
        long sourceId = run.job().workspaceId();
        long destinationId = run.job().destinationWorkspaceId();
        return workspace(sourceId)
                .flatMap(source -> workspace(destinationId)
                        .flatMap(destination -> fields(source)
                                .flatMap(sourceFields -> fields(destination)
                                        .map(destinationFields -> plan(
                                                configuration,
                                                destination.documentTypeId(),
                                                sourceFields,
                                                destinationFields)))));
    }

    private Uni<Workspace> workspace(long workspaceId) {
        return gateways.of(workspaceId)
                .workspace(workspaceId)
                .map(found -> found.orElseThrow(() -> new RulesViolated(
                        "destinationWorkspaceId", "The workspace " + workspaceId + " is no longer available.")));
    }

    private Uni<Map<Long, Field>> fields(Workspace workspace) {
        return gateways.of(workspace.workspaceId())
                .fields(workspace.workspaceId(), workspace.documentTypeId())
                .map(fields -> fields.stream().collect(Collectors.toMap(Field::fieldId, Function.identity())));
    }

    private static TransferPlan plan(
            DocumentConfiguration configuration,
            long documentTypeId,
            Map<Long, Field> sourceFields,
            Map<Long, Field> destinationFields) {
        List<TransferPlan.Column> columns = configuration.fieldsMapping().stream()
                .map(mapping -> new TransferPlan.Column(
                        field(sourceFields, mapping.sourceField()),
                        field(destinationFields, mapping.destinationField())))
                .toList();
        var merged = columns.stream()
                .map(TransferPlan.Column::destination)
                .filter(field -> OverwriteDecision.merges(configuration.overwriteOptions(), field))
                .map(Field::fieldId)
                .collect(Collectors.toUnmodifiableSet());
        return new TransferPlan(
                columns,
                documentTypeId,
                OverwriteDecision.mode(configuration.overwriteOptions().overwriteMode()),
                merged,
                configuration.documentOptions().destinationFolderId(),
                configuration.folderStructure().behavior() == FolderBehavior.RetainSourceWorkspaceStructure,
                configuration.folderStructure().moveExistingDocuments(),
                configuration.documentOptions().copyNativesMode() == CopyNativesMode.CopyFiles);
    }

    private static Field field(Map<Long, Field> fields, FieldMapping.FieldEntry entry) {
        return Optional.ofNullable(fields.get(entry.fieldIdentifier()))
                .orElseThrow(() -> new RulesViolated(
                        "fieldsMapping",
                        "The field '" + entry.displayName() + "' (" + entry.fieldIdentifier()
                                + ") is no longer available or was renamed."));
    }
}
