package com.relativity.sync.fault;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.engine.Pipeline;
import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.RunControl;
import com.relativity.sync.engine.RunResult;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.joblist.LostJobs;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Case;
import com.relativity.sync.workspace.MortalGateways;
import com.relativity.sync.workspace.MortalGateways.Moment;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A run of each flow dies at every single call that it makes to a workspace, before the call's effect and after it, and another agent goes
 * on: the destination is that of a run that was left in peace, and the counts are.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(KilledAnywhereTest.SmallBatches.class)
@Tag("G5")
@Tag("G7")
class KilledAnywhereTest {

    private static final String WORKSPACES = "/api/workspaces/v1/";
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** No agents of its own: the test makes every move. */
    public static final class SmallBatches implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sync.roles", "api", "sync.security", "none", "sync.engine.batch-size", "2");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(MortalGateways.class);
        }
    }

    @Inject
    MortalGateways gateways;

    @Inject
    Pipeline pipeline;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    LostJobs lostJobs;

    @Inject
    AgentRegistry agents;

    @Inject
    Transactions transactions;

    /** Submits a job into a new destination and answers its id. */
    private interface Submission {
        long into(Case matter) throws Exception;
    }

    @Test
    void documents() throws Exception {
        long source = workspace("Source of documents");
        var files = new LinkedHashMap<String, byte[]>();
        var lines = new StringBuilder("Control Number|Note|Issue|Party|FILE_PATH|Folder Path\n");
        for (int i = 1; i <= 5; i++) {
            files.put("n" + i + ".txt", ("native " + i).getBytes(StandardCharsets.UTF_8));
            lines.append("D-" + i + "|note " + i + "|Hot\\Deep" + i % 2 + ";Cold|P" + i % 3 + "|n" + i + ".txt|A\\B"
                    + i % 2 + "\n");
        }
        Case.importInto(
                source,
                Case.importFiles("docs.dat", lines.toString().getBytes(StandardCharsets.UTF_8), files),
                Map.of(
                        "columnDelimiter",
                        "|",
                        "fieldTypes",
                        Map.of("Issue", "MultipleChoice", "Party", "SingleObject")));

        var own = Case.fields(source).stream().map(field -> field.get("name")).toList();
        everywhere(source, "document", matter -> {
            var options = new LinkedHashMap<String, Object>(matter.documentOptions("CopyFiles"));
            options.put("enableTagging", true);
            return submit(
                    matter,
                    "document",
                    Map.of(
                            "fieldsMapping", matter.mapFields(field -> own.contains(field.get("name"))),
                            "documentOptions", options,
                            "folderStructure", Map.of("behavior", "RetainSourceWorkspaceStructure"),
                            "savedSearchOptions", Map.of("createSavedSearchInDestination", true)));
        });
    }

    @Test
    void images() throws Exception {
        long source = workspace("Source of images");
        var files = new LinkedHashMap<String, byte[]>();
        var lines = new StringBuilder();
        for (int i = 1; i <= 5; i++) {
            for (int page = 1; page <= 3; page++) {
                files.put("I" + i + "-" + page + ".png", png(i * 10 + page));
                lines.append("I-" + i + (page == 1 ? "" : "_" + page) + ",V,I" + i + "-" + page + ".png,"
                        + (page == 1 ? "Y" : "") + ",,," + (page == 1 ? "3" : "") + "\n");
            }
        }
        String opticon = Case.importFiles("images.opt", lines.toString().getBytes(StandardCharsets.UTF_8), files);
        Case.post(WORKSPACES + source + "/imports", Map.of("opticonFile", opticon))
                .statusCode(200);

        everywhere(source, "image", matter -> {
            long production = Case.post(WORKSPACES + matter.destination + "/productions", Map.of("name", "Set"))
                    .statusCode(201)
                    .extract()
                    .jsonPath()
                    .getLong("productionId");
            return submit(
                    matter,
                    "image",
                    Map.of(
                            "fieldsMapping", matter.mapFields(field -> (boolean) field.get("isIdentifier")),
                            "imageOptions",
                                    Map.of(
                                            "dataSourceType",
                                            "SavedSearch",
                                            "dataSourceId",
                                            matter.savedSearch(null),
                                            "destinationLocationType",
                                            "ProductionSet",
                                            "destinationLocationId",
                                            production,
                                            "copyImagesMode",
                                            "CopyFiles",
                                            "enableTagging",
                                            true)));
        });
    }

    @Test
    void objects() throws Exception {
        long source = workspace("Source of objects");
        long type = objectType(source);
        Case.post(WORKSPACES + source + "/fields", linkField("Boss", type)).statusCode(201);
        var lines = new StringBuilder("Name|Boss|Town\n");
        for (int i = 1; i <= 5; i++) {
            lines.append("O-" + i + "|O-" + (i % 5 + 1) + "|Town " + i + "\n");
        }
        Case.importInto(
                source,
                Case.importFiles("objects.dat", lines.toString().getBytes(StandardCharsets.UTF_8), Map.of()),
                Map.of("columnDelimiter", "|", "objectType", "Person"));
        long view = Case.post(WORKSPACES + source + "/views", Map.of("name", "All", "objectTypeId", type))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("viewId");

        everywhere(source, "non-document", matter -> {
            long target = objectType(matter.destination);
            Case.post(WORKSPACES + matter.destination + "/fields", linkField("Boss", target))
                    .statusCode(201);
            Case.post(
                            WORKSPACES + matter.destination + "/fields",
                            Map.of("name", "Town", "type", "LongText", "objectTypeId", target))
                    .statusCode(201);
            var to = new TreeMap<String, Map<String, Object>>();
            fields(matter.destination, target).forEach(field -> to.put((String) field.get("name"), field));
            var mapping = new ArrayList<Map<String, Object>>();
            fields(source, type).forEach(field -> mapping.add(Case.mapped(field, to.get(field.get("name")))));
            return submit(
                    matter,
                    "non-document",
                    Map.of(
                            "fieldsMapping",
                            mapping,
                            "nonDocumentOptions",
                            Map.of(
                                    "rdoArtifactTypeId", type,
                                    "destinationRdoArtifactTypeId", target,
                                    "sourceViewId", view)));
        });
    }

    private void everywhere(long source, String flow, Submission submission) throws Exception {
        gateways.live();
        var peace = Case.from(source);
        long peaceful = submission.into(peace);
        gateways.live();
        assertEquals(RunResult.ENDED, start(claim(peaceful)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        int calls = gateways.calls();
        String expected = dump(peace.destination, peaceful);
        assertTrue(calls > 10, "the run asked too little to be killed: " + calls);

        for (int call = 1; call <= calls; call++) {
            for (Moment moment : Moment.values()) {
                var matter = Case.from(source);
                gateways.live();
                long jobId = submission.into(matter);
                var claimed = claim(jobId);
                var death = gateways.dieAt(call, moment);
                var ended = start(claimed);
                var first = CompletableFuture.anyOf(death, ended).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                gateways.live();
                if (!(first instanceof RunResult)) {
                    loseTheAgent(claimed);
                    if (!now(jobs.job(jobId)).status().isTerminal()) {
                        start(claim(jobId)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    }
                }
                String at = "%s, killed %s call %d, %s".formatted(flow, moment, call, first);
                var job = now(jobs.job(jobId));
                assertEquals("Completed", job.status().name(), at + ": " + job.message());
                assertEquals(5, job.progress().transferred(), at);
                assertEquals(0, job.progress().failed(), at);
                assertEquals(expected, dump(matter.destination, jobId), at);
            }
        }
    }

    private Run claim(long jobId) {
        var agent = now(agents.register("agent-" + UUID.randomUUID(), 1, LEASE));
        var job = now(claims.claim(agent, 0)).orElseThrow().job();
        assertEquals(jobId, job.jobId());
        return new Run(job, now(jobs.configuration(job)), new RunControl());
    }

    private CompletableFuture<RunResult> start(Run run) {
        return pipeline.run(run).subscribeAsCompletionStage();
    }

    private void loseTheAgent(Run run) {
        now(transactions.query(
                "update sync_agent set lease_until = now() - interval '1 second' where name = $1",
                Tuple.of(now(jobs.job(run.jobId())).agent())));
        now(lostJobs.takeBack(10, Duration.ZERO));
    }

    private static long submit(Case matter, String flow, Map<String, Object> own) {
        var parameters = new LinkedHashMap<String, Object>(own);
        parameters.put("correlationId", UUID.randomUUID().toString());
        parameters.put("destinationWorkspaceId", matter.destination);
        return Case.post("/api/sync/v1/workspaces/" + matter.source + "/jobs/" + flow, parameters)
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("jobId");
    }

    /** All that the workspace holds, in words that do not depend on ids. */
    private static String dump(long workspaceId, long jobId) {
        var all = new TreeMap<String, Object>();
        String in = WORKSPACES + workspaceId;
        all.put("documents", without("documentId", items(in + "/documents?limit=500")));
        var folders = new TreeMap<Object, String>();
        items(in + "/folders")
                .forEach(folder ->
                        folders.put(folder.get("folderId"), folder.get("name").toString()));
        all.put("folders", folders.values().stream().sorted().toList());
        for (Map<String, Object> type : items(in + "/object-types")) {
            Object id = type.get("objectTypeId");
            all.put("fields of " + type.get("name"), names(items(in + "/fields?objectTypeId=" + id)));
            if (!type.get("name").equals("Document")) {
                all.put(
                        "objects of " + type.get("name"),
                        without("objectId", items(in + "/objects?limit=500&objectTypeId=" + id)));
            }
        }
        for (Map<String, Object> search : items(in + "/saved-searches")) {
            var found = items(in + "/documents?limit=500&savedSearchId=" + search.get("savedSearchId"));
            all.put(
                    "search " + search.get("name"),
                    found.stream().map(d -> d.get("identifier")).sorted().toList());
        }
        for (Map<String, Object> production : items(in + "/productions")) {
            all.put(
                    "production " + production.get("name") + ", " + production.get("status") + ", "
                            + production.get("readOnly"),
                    items(in + "/productions/" + production.get("productionId") + "/images?limit=500"));
        }
        return all.toString()
                .replace("Sync job - " + jobId, "Sync job - #")
                .replace("Job History Artifact ID=" + jobId, "Job History Artifact ID=#");
    }

    private static List<Map<String, Object>> items(String path) {
        return Case.get(path).getList("items");
    }

    private static List<Object> names(List<Map<String, Object>> things) {
        return things.stream().map(thing -> thing.get("name")).sorted().toList();
    }

    private static List<String> without(String id, List<Map<String, Object>> things) {
        return things.stream()
                .map(thing -> {
                    var words = new TreeMap<>(thing);
                    words.remove(id);
                    words.remove("objectTypeId");
                    return words.toString();
                })
                .sorted()
                .toList();
    }

    private static List<Map<String, Object>> fields(long workspaceId, long objectTypeId) {
        return items(WORKSPACES + workspaceId + "/fields?objectTypeId=" + objectTypeId);
    }

    private static Map<String, Object> linkField(String name, long objectTypeId) {
        return Map.of(
                "name", name,
                "type", "SingleObject",
                "objectTypeId", objectTypeId,
                "associatedObjectTypeId", objectTypeId);
    }

    private static long workspace(String name) {
        return Case.post(WORKSPACES, Map.of("name", name))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("workspaceId");
    }

    private static long objectType(long workspaceId) {
        return Case.post(WORKSPACES + workspaceId + "/object-types", Map.of("name", "Person"))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("objectTypeId");
    }

    private static byte[] png(int colour) throws IOException {
        var image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, colour);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
