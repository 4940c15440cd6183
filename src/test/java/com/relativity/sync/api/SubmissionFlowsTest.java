package com.relativity.sync.api;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.ApiOnly;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Rule;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** Submissions of image jobs and of jobs of other objects: the same calls as for documents. */
@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class SubmissionFlowsTest {

    private static final String STORE = "/api/workspaces/v1/";

    private Case matter;

    @BeforeEach
    void twoWorkspaces() {
        matter = Case.create();
    }

    @Test
    void anImageJob_isAcceptedOnce_andItsDefaultsAreKept() {
        var body = images();

        long jobId = submit("image", body)
                .statusCode(202)
                .body("flow", is("image"))
                .body("status", is("Pending"))
                .body("jobName", is("Sync job"))
                .extract()
                .jsonPath()
                .getLong("jobId");
        submit("image", body).statusCode(200).header("Location", endsWith("/api/sync/v1/jobs/" + jobId));
        given().get("/api/sync/v1/jobs/" + jobId + "/parameters")
                .then()
                .body("imageOptions.dataSourceType", is("SavedSearch"))
                .body("imageOptions.destinationLocationType", is("Folder"))
                .body("imageOptions.copyImagesMode", is("DoNotImportImageFiles"))
                .body("imageOptions.enableTagging", is(false))
                .body("productionImagePrecedence.productionImagePrecedenceIds", is(List.of()))
                .body("savedSearchOptions.createSavedSearchInDestination", is(false))
                .body("overwriteOptions.overwriteMode", is("AppendOnly"))
                .body("retryOptions", nullValue());
        given().get("/api/sync/v1/jobs?flow=image&workspaceId=" + matter.source)
                .then()
                .body("items.jobId", contains((int) jobId));
    }

    @Test
    void aJobOfOtherObjects_isAcceptedOnce() {
        var body = objects();

        long jobId = submit("non-document", body)
                .statusCode(202)
                .body("flow", is("non-document"))
                .extract()
                .jsonPath()
                .getLong("jobId");
        submit("non-document", body).statusCode(200).header("Location", endsWith("/api/sync/v1/jobs/" + jobId));
    }

    @Test
    void oneCorrelationId_namesOneJobOfAWorkspace_inWhateverFlow() {
        var images = images();
        var objects = objects();
        objects.set("correlationId", images.get("correlationId"));
        submit("image", images).statusCode(202);

        submit("non-document", objects).statusCode(409).contentType("application/problem+json");
    }

    @Test
    void unknownValuesAndOptionsOfAnotherFlow_cannotBeRead() {
        var body = images();
        body.withObject("imageOptions").put("copyImagesMode", "CopyFile");
        submit("image", body).statusCode(400).body("violations.field", contains("imageOptions.copyImagesMode"));

        body = images();
        body.withObject("imageOptions").put("dataSourceType", "View");
        submit("image", body).statusCode(400);

        body = images();
        body.putObject("documentOptions").put("savedSearchId", 1);
        submit("image", body).statusCode(400).body("violations.field", contains("documentOptions"));

        submit("images", images()).statusCode(404);
        given().contentType("application/json")
                .post(path("non-document"))
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{\"correlationId\":")
                .post(path("image"))
                .then()
                .statusCode(400);
    }

    @Test
    @Rule("2.all-at-once")
    void everyFaultIsNamedAtOnce_andNothingIsStored() {
        var body = images();
        body.put("priority", 9);
        body.putObject("imageOptions")
                .put("dataSourceType", "Production")
                .put("dataSourceId", 999_999_999)
                .put("destinationLocationType", "ProductionSet")
                .put("destinationLocationId", 999_999_998);
        body.putObject("productionImagePrecedence")
                .putArray("productionImagePrecedenceIds")
                .add(999_999_997);

        submit("image", body)
                .statusCode(422)
                .body(
                        "violations.field",
                        contains(
                                "priority",
                                "imageOptions.dataSourceId",
                                "productionImagePrecedence.productionImagePrecedenceIds[0]",
                                "imageOptions.destinationLocationId"));
        given().get("/api/sync/v1/jobs?workspaceId=" + matter.source).then().body("items", is(List.of()));
    }

    @Test
    @Rule("2.retry.exists")
    void aRetryOfWhatIsNotThere_isRefused_togetherWithTheOtherFaults() {
        var body = objects();
        body.put("priority", 0);
        body.putObject("retryOptions").put("jobToRetry", 999_999_999);

        submit("non-document", body)
                .statusCode(422)
                .body("violations.field", contains("priority", "retryOptions.jobToRetry"))
                .body("violations[1].message", containsString("no job history 999999999"));
    }

    @Test
    void aProductionAndAProductionSet_areTaken() {
        var body = images();
        body.putObject("imageOptions")
                .put("dataSourceType", "Production")
                .put("dataSourceId", made(matter.source, "productions", Map.of("name", "VOL1"), "productionId"))
                .put("destinationLocationType", "ProductionSet")
                .put(
                        "destinationLocationId",
                        made(matter.destination, "productions", Map.of("name", "SET"), "productionId"))
                .put("copyImagesMode", "CopyFiles");

        submit("image", body).statusCode(202);
    }

    private String path(String flow) {
        return "/api/sync/v1/workspaces/" + matter.source + "/jobs/" + flow;
    }

    private ValidatableResponse submit(String flow, ObjectNode body) {
        return given().contentType("application/json")
                .body(body.toString())
                .post(path(flow))
                .then();
    }

    private ObjectNode images() {
        var body = common();
        mapping(
                body,
                Case.fields(matter.source).get(0),
                Case.fields(matter.destination).get(0));
        body.putObject("imageOptions")
                .put("dataSourceId", matter.savedSearch(null))
                .put(
                        "destinationLocationId",
                        Case.get(STORE + matter.destination).getLong("rootFolderId"));
        return body;
    }

    private ObjectNode objects() {
        var body = common();
        long from = made(matter.source, "object-types", Map.of("name", "Person " + UUID.randomUUID()), "objectTypeId");
        long to = made(matter.destination, "object-types", Map.of("name", "Person"), "objectTypeId");
        mapping(body, identifier(matter.source, from), identifier(matter.destination, to));
        body.putObject("nonDocumentOptions")
                .put("rdoArtifactTypeId", from)
                .put("destinationRdoArtifactTypeId", to)
                .put(
                        "sourceViewId",
                        made(matter.source, "views", Map.of("name", "All", "objectTypeId", from), "viewId"));
        return body;
    }

    private ObjectNode common() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("correlationId", UUID.randomUUID().toString())
                .put("destinationWorkspaceId", matter.destination);
    }

    private static Map<String, Object> identifier(long workspaceId, long objectTypeId) {
        List<Map<String, Object>> fields = Case.get(STORE + workspaceId + "/fields?objectTypeId=" + objectTypeId)
                .getList("items");
        return fields.get(0);
    }

    private static void mapping(ObjectNode body, Map<String, Object> from, Map<String, Object> to) {
        var mapping = body.putArray("fieldsMapping").addObject();
        entry(mapping.putObject("sourceField"), from);
        entry(mapping.putObject("destinationField"), to);
        mapping.put("fieldMapType", "Identifier");
    }

    private static void entry(ObjectNode entry, Map<String, Object> field) {
        entry.put("displayName", (String) field.get("name"))
                .put("fieldIdentifier", ((Number) field.get("fieldId")).longValue())
                .put("isIdentifier", true);
    }

    private static long made(long workspaceId, String what, Map<String, Object> body, String id) {
        return Case.post(STORE + workspaceId + "/" + what, body)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong(id);
    }
}
