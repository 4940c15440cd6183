package com.relativity.sync.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.joblist.NewJob;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Rule;
import com.relativity.sync.support.Submissions;
import com.relativity.sync.support.WithoutAgents;
import com.relativity.sync.workspace.Field;

import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** A run does what its submitter might do when submitting, and nothing else. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class PermissionsTest {

    @Inject
    Submissions submissions;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    AgentRegistry agents;

    @Inject
    Pipeline pipeline;

    @Inject
    Transactions transactions;

    private Submissions.Pair pair;

    @BeforeEach
    void twoWorkspacesAndAnEmptyList() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        pair = submissions.pair();
    }

    @Test
    @Rule("1.step.permissions.open")
    void whoMayUseAllWorkspaces_passes() {
        assertEquals("Completed", ran(document(), null).getString("historyStatus"));
    }

    @Test
    @Rule("1.step.permissions.source")
    @Rule("1.step.permissions.destination")
    void whoMayUseBothWorkspaces_passes() {
        assertEquals("Completed", ran(document(), both()).getString("historyStatus"));
    }

    @Test
    @Rule("1.step.permissions.source")
    void whoMayNotReadTheSource_isRefused() {
        var job = ran(document(), Set.of(pair.destination().workspaceId()));

        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(
                job.getString("message"),
                allOf(
                        containsString("'ann'"),
                        containsString("source workspace " + pair.source().workspaceId()),
                        not(containsString("destination"))));
    }

    @Test
    @Rule("1.step.permissions.destination")
    void whoMayNotWriteToTheDestination_isRefused() {
        var job = ran(document(), Set.of(pair.source().workspaceId()));

        assertEquals("ValidationFailed", job.getString("historyStatus"));
        assertThat(
                job.getString("message"),
                containsString("destination workspace " + pair.destination().workspaceId()));
    }

    @Test
    @Rule("2.production-set.rights")
    void whoMayNotWriteToTheDestination_addsToNoProductionSet() {
        assertEquals("Completed", ran(images(), both()).getString("historyStatus"));
        assertEquals(
                "ValidationFailed",
                ran(images(), Set.of(pair.source().workspaceId())).getString("historyStatus"));
    }

    private Set<Long> both() {
        return Set.of(pair.source().workspaceId(), pair.destination().workspaceId());
    }

    /** @param workspaces null: all */
    private JsonPath ran(SyncConfiguration configuration, Set<Long> workspaces) {
        var submitter = new Submitter("ann", false, workspaces);
        long jobId = now(jobs.add(new NewJob(pair.source().workspaceId(), configuration, submitter)))
                .job()
                .jobId();
        var agent = now(agents.register("agent-of-the-test", 1, Duration.ofMinutes(5)));
        var job = now(claims.claim(agent, 0)).orElseThrow().job();
        assertEquals(jobId, job.jobId());
        now(pipeline.run(new Run(job, now(jobs.configuration(job)), new RunControl())));
        return Case.get("/api/sync/v1/jobs/" + jobId);
    }

    private DocumentConfiguration document() {
        return new DocumentConfiguration(
                UUID.randomUUID().toString(),
                null,
                pair.destination().workspaceId(),
                mapping(),
                null,
                null,
                null,
                null,
                null,
                null,
                new DocumentConfiguration.DocumentOptions(
                        pair.savedSearchId(),
                        pair.destination().rootFolderId(),
                        CopyNativesMode.DoNotImportNativeFiles,
                        true),
                null,
                null);
    }

    private ImageConfiguration images() {
        long production = Case.post(
                        "/api/workspaces/v1/" + pair.destination().workspaceId() + "/productions",
                        java.util.Map.of("name", "Set"))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("productionId");
        return new ImageConfiguration(
                UUID.randomUUID().toString(),
                null,
                pair.destination().workspaceId(),
                mapping(),
                null,
                null,
                null,
                null,
                null,
                null,
                new ImageConfiguration.ImageOptions(
                        ImageConfiguration.DataSourceType.SavedSearch,
                        pair.savedSearchId(),
                        ImageConfiguration.DestinationLocationType.ProductionSet,
                        production,
                        ImageConfiguration.CopyImagesMode.CopyFiles,
                        false),
                null,
                null);
    }

    private List<FieldMapping> mapping() {
        return List.of(new FieldMapping(entry(pair.from()), entry(pair.to()), FieldMapType.Identifier));
    }

    private static FieldMapping.FieldEntry entry(Field field) {
        return new FieldMapping.FieldEntry(field.name(), field.fieldId(), true);
    }
}
