package com.relativity.sync.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.ImageConfiguration;
import com.relativity.sync.job.NonDocumentConfiguration;
import com.relativity.sync.support.ApiOnly;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    @Inject
    ObjectMapper json;

    private JsonNode document() throws Exception {
        return json.readTree(
                given().accept("application/json").get("/q/openapi").asString());
    }

    private JsonNode paths() throws Exception {
        return document().get("paths");
    }

    @Test
    void aJobsProgress_saysHowFarHowFastAndUntilWhen() throws Exception {
        var document = document();
        String schema =
                document.at("/components/schemas/Job/properties/progress/$ref").asText();

        var progress = document.at(schema.substring(1) + "/properties");

        for (String name :
                List.of("total", "transferred", "failed", "percent", "step", "bytes", "itemsPerSecond", "eta")) {
            assertTrue(progress.has(name), name);
        }
    }

    @Test
    void everyCallOfTheContract_isThere() throws Exception {
        var paths = paths();

        for (String path : List.of(
                "/workspaces/{workspaceId}/jobs/document",
                "/workspaces/{workspaceId}/jobs/image",
                "/workspaces/{workspaceId}/jobs/non-document",
                "/jobs/{jobId}",
                "/jobs",
                "/jobs/{jobId}/cancel",
                "/jobs/{jobId}/parameters",
                "/jobs/{jobId}/events",
                "/events",
                "/workspaces/{workspaceId}/job-history",
                "/job-history/{jobHistoryId}",
                "/job-history/{jobHistoryId}/errors",
                "/dead-letters",
                "/dead-letters/redrive",
                "/workload")) {
            assertTrue(paths.has("/api/sync/v1" + path), path);
        }
    }

    @Test
    void everyExampleOfASubmission_canBeReadAsWhatItIsAnExampleOf() throws Exception {
        var types = Map.of(
                "document", DocumentConfiguration.class,
                "image", ImageConfiguration.class,
                "non-document", NonDocumentConfiguration.class);

        for (var flow : types.entrySet()) {
            var examples = paths().at("/~1api~1sync~1v1~1workspaces~1{workspaceId}~1jobs~1" + flow.getKey()
                    + "/post/requestBody/content/application~1json/examples");
            assertTrue(!examples.isEmpty(), flow.getKey());
            for (JsonNode example : examples) {
                JsonNode value = example.get("value");
                json.readValue(value.isTextual() ? value.asText() : value.toString(), flow.getValue());
            }
        }
    }

    @Test
    void errorsAreThere_asJsonAndAsCsv() throws Exception {
        var answer = paths().at("/~1api~1sync~1v1~1job-history~1{jobHistoryId}~1errors/get/responses/200/content");

        assertTrue(answer.has("application/json") && answer.has("text/csv"), answer::toString);
    }

    @Test
    void everyOperation_saysWhatItDoesAndHowItFails() throws Exception {
        var silent = new ArrayList<String>();

        paths().properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        boolean summary = operation.getValue().hasNonNull("summary");
                        boolean failure = operation.getValue().get("responses").properties().stream()
                                .anyMatch(response ->
                                        response.getValue().path("content").has("application/problem+json"));
                        if (!summary || !failure) {
                            silent.add(operation.getKey() + " " + path.getKey());
                        }
                    }
                }));

        assertEquals(List.of(), silent);
    }
}
