package com.relativity.sync.engine.tag;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.OverlayBehavior;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGateways;

/** The object types and fields that tags need in a workspace. */
@ApplicationScoped
class TagFields {

    private final WorkspaceGateways gateways;

    TagFields(WorkspaceGateways gateways) {
        this.gateways = gateways;
    }

    /**
     * Ids of what tags need.
     *
     * @param documentCase the documents' field that names cases
     * @param documentJob the documents' field that names runs
     */
    record Found(
            long caseTypeId,
            long jobTypeId,
            long workspaceId,
            long workspaceName,
            long instanceName,
            long caseOfJob,
            long jobHistoryId,
            long documentCase,
            long documentJob) {}

    /** Makes what is missing. Fails with {@link RulesViolated} where a field of such a name has another type. */
    Uni<Found> ensure(Workspace workspace, TagSide side) {
        var gateway = gateways.of(workspace.workspaceId());
        return gateway.ensureObjectType(workspace.workspaceId(), side.caseType())
                .flatMap(caseType -> gateway.ensureObjectType(workspace.workspaceId(), side.jobType())
                        .flatMap(jobType ->
                                ensure(gateway, workspace, side, caseType.objectTypeId(), jobType.objectTypeId())));
    }

    private static Uni<Found> ensure(
            WorkspaceGateway gateway, Workspace workspace, TagSide side, long caseTypeId, long jobTypeId) {
        long documents = workspace.documentTypeId();
        var wanted = List.of(
                new Wanted(caseTypeId, plain(side.workspaceIdField(), FieldType.WholeNumber)),
                new Wanted(caseTypeId, plain(side.workspaceNameField(), FieldType.LongText)),
                new Wanted(caseTypeId, plain(side.instanceNameField(), FieldType.LongText)),
                new Wanted(jobTypeId, single(side.caseType(), caseTypeId)),
                new Wanted(jobTypeId, plain(side.jobHistoryIdField(), FieldType.WholeNumber)),
                new Wanted(documents, several(side.caseType(), caseTypeId)),
                new Wanted(documents, several(side.jobType(), jobTypeId)));
        return Multi.createFrom()
                .iterable(wanted)
                .onItem()
                .transformToUniAndConcatenate(
                        one -> gateway.ensureField(workspace.workspaceId(), one.typeId(), one.field()))
                .map(Field::fieldId)
                .collect()
                .asList()
                .map(made -> new Found(
                        caseTypeId,
                        jobTypeId,
                        made.get(0),
                        made.get(1),
                        made.get(2),
                        made.get(3),
                        made.get(4),
                        made.get(5),
                        made.get(6)));
    }

    private record Wanted(long typeId, NewField field) {}

    private static NewField plain(String name, FieldType type) {
        return new NewField(name, type, null, null, null);
    }

    private static NewField single(String name, long typeId) {
        return new NewField(name, FieldType.SingleObject, null, null, typeId);
    }

    private static NewField several(String name, long typeId) {
        return new NewField(name, FieldType.MultipleObject, OverlayBehavior.MergeValues, null, typeId);
    }
}
