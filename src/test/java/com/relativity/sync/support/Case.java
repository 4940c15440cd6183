package com.relativity.sync.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

import static io.restassured.RestAssured.given;

/** A source and a destination workspace of a test's own, made, filled and asked over REST. */
public final class Case {

    private static final String JOBS = "/api/sync/v1";
    private static final String WORKSPACES = "/api/workspaces/v1";

    public final long source;
    public final long destination;

    private Case(long source, long destination) {
        this.source = source;
        this.destination = destination;
    }

    public static Case create() {
        return new Case(workspace("Source"), workspace("Destination"));
    }

    /** A new destination for what is in a source already. */
    public static Case from(long source) {
        return new Case(source, workspace("Destination"));
    }

    private static long workspace(String name) {
        return post(WORKSPACES, Map.of("name", name))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("workspaceId");
    }

    public static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    public static JsonPath get(String path) {
        return given().get(path).then().statusCode(200).extract().jsonPath();
    }

    /** Writes a load file and what it refers to under the import root; answers the load file's path for an import. */
    public static String importFiles(String loadFile, byte[] content, Map<String, byte[]> others) {
        String folder = UUID.randomUUID().toString();
        Path root = Path.of(ConfigProvider.getConfig().getValue("sync.workspaces.imports", String.class))
                .resolve(folder);
        try {
            write(root.resolve(loadFile), content);
            for (Map.Entry<String, byte[]> other : others.entrySet()) {
                write(root.resolve(other.getKey()), other.getValue());
            }
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
        return folder + "/" + loadFile;
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    public JsonPath importIntoSource(String loadFile, Map<String, Object> options) {
        return importInto(source, loadFile, options);
    }

    public static JsonPath importInto(long workspaceId, String loadFile, Map<String, Object> options) {
        var body = new LinkedHashMap<String, Object>(options);
        body.put("loadFile", loadFile);
        return post(WORKSPACES + "/" + workspaceId + "/imports", body)
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Makes the fields of the source that the destination lacks, and maps each to its namesake. */
    public List<Map<String, Object>> mapAllFields() {
        return mapFields(all -> true);
    }

    /** The same for some fields. */
    public List<Map<String, Object>> mapFields(Predicate<Map<String, Object>> which) {
        var mapping = new ArrayList<Map<String, Object>>();
        for (Map<String, Object> field : fields(source).stream().filter(which).toList()) {
            Map<String, Object> target = fields(destination).stream()
                    .filter(other -> other.get("name").equals(field.get("name")))
                    .findFirst()
                    .orElseGet(() -> namesake(field));
            mapping.add(mapped(field, target));
        }
        return mapping;
    }

    /** Documents are a type that every workspace has. */
    private long objectType(String name) {
        String types = WORKSPACES + "/" + destination + "/object-types";
        return get(types).getList("items", Map.class).stream()
                .filter(type -> type.get("name").equals(name))
                .findFirst()
                .map(type -> ((Number) type.get("objectTypeId")).longValue())
                .orElseGet(() -> post(types, Map.of("name", name))
                        .statusCode(201)
                        .extract()
                        .jsonPath()
                        .getLong("objectTypeId"));
    }

    /** Objects of a field of objects are of a type with the field's name. */
    private Map<String, Object> namesake(Map<String, Object> field) {
        String name = (String) field.get("name");
        String type = (String) field.get("type");
        if (!type.endsWith("Object")) {
            return field(destination, name, type);
        }
        long objectType = objectType(name);
        return post(
                        WORKSPACES + "/" + destination + "/fields",
                        Map.of("name", name, "type", type, "associatedObjectTypeId", objectType))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getMap("$");
    }

    public static Map<String, Object> mapped(Map<String, Object> from, Map<String, Object> to) {
        boolean identifies = (boolean) from.get("isIdentifier");
        return Map.of(
                "sourceField", entry(from),
                "destinationField", entry(to),
                "fieldMapType", identifies ? "Identifier" : "None");
    }

    private static Map<String, Object> entry(Map<String, Object> field) {
        return Map.of(
                "displayName", field.get("name"),
                "fieldIdentifier", field.get("fieldId"),
                "isIdentifier", field.get("isIdentifier"));
    }

    public static List<Map<String, Object>> fields(long workspaceId) {
        return get(WORKSPACES + "/" + workspaceId + "/fields").getList("items");
    }

    public static Map<String, Object> field(long workspaceId, String name, String type) {
        return post(WORKSPACES + "/" + workspaceId + "/fields", Map.of("name", name, "type", type))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getMap("$");
    }

    public long savedSearch(Object condition) {
        var body = new LinkedHashMap<String, Object>();
        body.put("name", "Search " + UUID.randomUUID());
        if (condition != null) {
            body.put("condition", condition);
        }
        return post(WORKSPACES + "/" + source + "/saved-searches", body)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("savedSearchId");
    }

    /** Parameters of a job that copies all documents with all fields; a test overrides what matters to it. */
    public Map<String, Object> parameters(Map<String, Object> overrides) {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("correlationId", UUID.randomUUID().toString());
        parameters.put("destinationWorkspaceId", destination);
        parameters.put("fieldsMapping", mapAllFields());
        parameters.put("documentOptions", documentOptions("CopyFiles"));
        parameters.putAll(overrides);
        return parameters;
    }

    public Map<String, Object> documentOptions(String copyNativesMode) {
        return Map.of(
                "savedSearchId", savedSearch(null),
                "destinationFolderId", get(WORKSPACES + "/" + destination).getLong("rootFolderId"),
                "copyNativesMode", copyNativesMode);
    }

    public ValidatableResponse submit(Map<String, Object> parameters) {
        return post(JOBS + "/workspaces/" + source + "/jobs/document", parameters);
    }

    /** Submits, waits for the end, and answers with the job as it ended. */
    public JsonPath run(Map<String, Object> parameters) {
        long jobId = submit(parameters).statusCode(202).extract().jsonPath().getLong("jobId");
        return ended(jobId);
    }

    public static JsonPath ended(long jobId) {
        return Awaitility.await("the end of job " + jobId)
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> get(JOBS + "/jobs/" + jobId), job -> job.getBoolean("actions.run"));
    }

    public JsonPath documents() {
        return get(WORKSPACES + "/" + destination + "/documents?limit=500");
    }

    public JsonPath document(String identifier) {
        return get(WORKSPACES + "/" + destination + "/documents/" + identifier);
    }

    public byte[] nativeOf(String identifier) {
        return given().get(WORKSPACES + "/" + destination + "/documents/" + identifier + "/native")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    public static JsonPath errors(long jobHistoryId) {
        return get(JOBS + "/job-history/" + jobHistoryId + "/errors");
    }
}
