package com.relativity.sync.engine.tag;

import java.math.BigDecimal;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.workspace.InstanceSettings;
import com.relativity.sync.workspace.TagNames;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGateways;

/**
 * Keeps the objects that tag the documents of a run: in the destination one for the source workspace and one for the run, in the source one
 * for the destination workspace and one for the run. A workspace that was renamed since an earlier run has its object renamed, and with it
 * every document's tag.
 */
@ApplicationScoped
public class Tagging {

    private final WorkspaceGateways gateways;
    private final TagFields fields;
    private final InstanceSettings instance;

    Tagging(WorkspaceGateways gateways, TagFields fields, InstanceSettings instance) {
        this.gateways = gateways;
        this.fields = fields;
        this.instance = instance;
    }

    public static boolean isWanted(SyncConfiguration configuration) {
        return configuration instanceof DocumentConfiguration document
                        && document.documentOptions().enableTagging()
                || configuration instanceof ImageConfiguration image
                        && image.imageOptions().enableTagging();
    }

    /** Makes object types and fields in the destination where they are missing. Fails with {@link RulesViolated} where a name is taken. */
    public Uni<Void> makeFields(Run run) {
        return workspace(run.job().destinationWorkspaceId())
                .flatMap(destination -> fields.ensure(destination, TagSide.DESTINATION))
                .replaceWithVoid();
    }

    /** The tags of a run, all of them made; null for a run that tags nothing. */
    public Uni<RunTags> of(Run run) {
        if (!isWanted(run.configuration())) {
            return Uni.createFrom().nullItem();
        }
        return workspace(run.job().workspaceId())
                .flatMap(source -> workspace(run.job().destinationWorkspaceId())
                        .flatMap(destination -> tags(run, destination, source, TagSide.DESTINATION)
                                .flatMap(inDestination -> tags(run, source, destination, TagSide.SOURCE)
                                        .map(inSource -> new RunTags(
                                                inDestination.ofDocuments(),
                                                source.documentTypeId(),
                                                inSource.ofDocuments(),
                                                inDestination.jobTag(),
                                                inDestination.found().documentJob())))));
    }

    private record SideTags(TagFields.Found found, String caseTag, String jobTag) {

        Map<Long, String> ofDocuments() {
            return Map.of(found.documentCase(), caseTag, found.documentJob(), jobTag);
        }
    }

    /** @param other the workspace that the tags in {@code workspace} tell of */
    private Uni<SideTags> tags(Run run, Workspace workspace, Workspace other, TagSide side) {
        String caseTag = TagNames.ofWorkspace(instance.name(), other.name(), other.workspaceId());
        String jobTag = TagNames.ofJob(run.job().jobName(), run.job().jobHistoryId());
        var gateway = gateways.of(workspace.workspaceId());
        return fields.ensure(workspace, side)
                .call(found -> renamed(gateway, workspace, found, caseTag, other.workspaceId()))
                .call(found -> gateway.ensureObject(
                        workspace.workspaceId(),
                        found.caseTypeId(),
                        caseTag,
                        Map.of(
                                found.workspaceId(), BigDecimal.valueOf(other.workspaceId()),
                                found.workspaceName(), other.name(),
                                found.instanceName(), instance.name())))
                .call(found -> gateway.ensureObject(
                        workspace.workspaceId(),
                        found.jobTypeId(),
                        jobTag,
                        Map.of(
                                found.caseOfJob(),
                                caseTag,
                                found.jobHistoryId(),
                                BigDecimal.valueOf(run.job().jobHistoryId()))))
                .map(found -> new SideTags(found, caseTag, jobTag));
    }

    private static Uni<Void> renamed(
            WorkspaceGateway gateway, Workspace workspace, TagFields.Found found, String caseTag, long otherId) {
        return gateway.objectsWith(
                        workspace.workspaceId(), found.caseTypeId(), found.workspaceId(), BigDecimal.valueOf(otherId))
                .flatMap(known -> known.isEmpty() || known.contains(caseTag)
                        ? Uni.createFrom().voidItem()
                        : gateway.renameObject(workspace.workspaceId(), found.caseTypeId(), known.get(0), caseTag));
    }

    private Uni<Workspace> workspace(long workspaceId) {
        return gateways.of(workspaceId)
                .workspace(workspaceId)
                .map(found -> found.orElseThrow(
                        () -> new RulesViolated("", "The workspace " + workspaceId + " is no longer available.")));
    }
}
