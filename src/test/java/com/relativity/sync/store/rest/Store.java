package com.relativity.sync.store.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.ConfigProvider;

import static io.restassured.RestAssured.given;

/** A workspace of a test's own over REST, and a folder of its own under the import root. */
final class Store {

    static final String BASE = "/api/workspaces/v1";

    final long workspaceId;
    private final String folder = UUID.randomUUID().toString();

    private Store(long workspaceId) {
        this.workspaceId = workspaceId;
    }

    static Store create() {
        return new Store(post(BASE, Map.of("name", "Store"))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("workspaceId"));
    }

    static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    static ValidatableResponse get(String path) {
        return given().get(path).then();
    }

    String path(String below) {
        return BASE + "/" + workspaceId + below;
    }

    /** Writes a file into the test's folder under the import root. */
    Path file(String name, byte[] content) {
        Path file = importRoot().resolve(folder).resolve(name);
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    Path file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    static Path importRoot() {
        return Path.of(ConfigProvider.getConfig().getValue("sync.workspaces.imports", String.class));
    }

    /** Path of one of the test's files, as a request names it. */
    String named(String name) {
        return folder + "/" + name;
    }

    /** Asks for an import of lines with {@code |} between columns and no quotes. */
    ValidatableResponse importing(String content, Map<String, Object> options) {
        file("load.dat", content);
        Map<String, Object> body = new HashMap<>();
        body.put("loadFile", named("load.dat"));
        body.put("columnDelimiter", "|");
        body.put("quote", "");
        body.putAll(options);
        return post(path("/imports"), body);
    }

    JsonPath imported(String content, Map<String, Object> options) {
        return importing(content, options).statusCode(200).extract().jsonPath();
    }

    JsonPath imported(String content) {
        return imported(content, Map.of());
    }

    JsonPath document(String identifier) {
        return given().get(path("/documents/{identifier}"), identifier)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    long total() {
        return get(path("/documents")).statusCode(200).extract().jsonPath().getLong("total");
    }

    List<String> identifiers(String query) {
        return get(path("/documents?limit=500" + query))
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.identifier");
    }
}
