package com.relativity.sync.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;

/** Workspaces and document jobs by the public REST API, as any client makes them. */
public final class CopyJobs {

    private final RestClient rest;

    public CopyJobs(RestClient rest) {
        this.rest = rest;
    }

    /** Answers the id of a new workspace. */
    public long workspace(String name) throws IOException, InterruptedException {
        return rest.post("/api/workspaces/v1", Map.of("name", name))
                .get("workspaceId")
                .asLong();
    }

    /** A job's parameters: all documents of the source, into the root folder, each field into one of the same name and type that is made there. */
    public Map<String, Object> everything(long source, long destination, JsonNode sourceFields, String copyNativesMode)
            throws IOException, InterruptedException {
        long search = rest.post(
                        "/api/workspaces/v1/" + source + "/saved-searches",
                        Map.of("name", "All documents for " + destination))
                .get("savedSearchId")
                .asLong();
        long folder = rest.get("/api/workspaces/v1/" + destination)
                .get("rootFolderId")
                .asLong();
        var parameters = new HashMap<String, Object>();
        parameters.put("destinationWorkspaceId", destination);
        parameters.put("fieldsMapping", mapping(sourceFields, destination));
        parameters.put(
                "documentOptions",
                Map.of("savedSearchId", search, "destinationFolderId", folder, "copyNativesMode", copyNativesMode));
        return parameters;
    }

    private List<Map<String, Object>> mapping(JsonNode sourceFields, long destination)
            throws IOException, InterruptedException {
        String fields = "/api/workspaces/v1/" + destination + "/fields";
        JsonNode identifier = rest.get(fields).get("items").get(0);
        var mapping = new ArrayList<Map<String, Object>>();
        for (JsonNode field : sourceFields) {
            boolean identifies = field.get("isIdentifier").asBoolean();
            JsonNode target = identifies
                    ? identifier
                    : rest.post(
                            fields,
                            Map.of(
                                    "name", field.get("name").asText(),
                                    "type", field.get("type").asText()));
            mapping.add(mapped(field, target));
        }
        return mapping;
    }

    /** One entry of a mapping. */
    public static Map<String, Object> mapped(JsonNode field, JsonNode target) {
        return Map.of(
                "sourceField", entry(field),
                "destinationField", entry(target),
                "fieldMapType", field.get("isIdentifier").asBoolean() ? "Identifier" : "None");
    }

    private static Map<String, Object> entry(JsonNode field) {
        return Map.of(
                "displayName", field.get("name").asText(),
                "fieldIdentifier", field.get("fieldId").asLong(),
                "isIdentifier", field.get("isIdentifier").asBoolean());
    }

    /** Submits under a correlation id of its own and answers the job. */
    public JsonNode submit(long source, Map<String, Object> parameters) throws IOException, InterruptedException {
        return submit(source, "document", parameters);
    }

    /** The same for any flow. */
    public JsonNode submit(long source, String flow, Map<String, Object> parameters)
            throws IOException, InterruptedException {
        var body = new HashMap<>(parameters);
        body.put("correlationId", UUID.randomUUID().toString());
        return rest.post("/api/sync/v1/workspaces/" + source + "/jobs/" + flow, body);
    }

    public JsonNode job(long jobId) throws IOException, InterruptedException {
        return rest.get("/api/sync/v1/jobs/" + jobId);
    }

    /** The job as soon as its status is another one, or after twenty seconds. */
    public JsonNode jobAfter(long jobId, String status) throws IOException, InterruptedException {
        return rest.get("/api/sync/v1/jobs/" + jobId + "?wait=PT20S&since=" + status);
    }

    /** The job when it has ended. */
    public JsonNode ended(long jobId) throws IOException, InterruptedException {
        JsonNode job = job(jobId);
        while (!hasEnded(job)) {
            job = jobAfter(jobId, job.get("status").asText());
        }
        return job;
    }

    public static boolean hasEnded(JsonNode job) {
        return !job.get("endedAt").isNull();
    }
}
