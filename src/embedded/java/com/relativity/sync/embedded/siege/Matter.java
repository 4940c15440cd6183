package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import com.relativity.sync.embedded.CopyJobs;

/** A source workspace and what is in it. Every matter has the same identifiers and contents of its own. */
record Matter(long workspaceId, long savedSearchId, JsonNode fields, Map<String, Document> documents) {

    static final String WORKSPACES = "/api/workspaces/v1";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int EVERY_WITH_NATIVE = 40;

    /** @param sha256 of its native; null for a document without one */
    record Document(String note, String sender, String sha256) {}

    /** A workspace to copy into, with the fields of a matter. */
    record Destination(long workspaceId, long rootFolderId, List<Map<String, Object>> mapping) {}

    /** Writes a load file with natives, and imports it into a new workspace. */
    static Matter filled(Api api, Path imports, String name, int documents) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(imports.resolve(name));
        var expected = new LinkedHashMap<String, Document>();
        var lines = new StringBuilder("Control Number|Note|Sender|FILE_PATH\n");
        for (int i = 0; i < documents; i++) {
            String identifier = "DOC-%06d".formatted(i);
            var document = new Document("note %d of %s".formatted(i, name), "%d@%s.example".formatted(i, name), null);
            String path = "";
            if (i % EVERY_WITH_NATIVE == 0) {
                path = identifier + ".txt";
                byte[] content =
                        "native %d of %s\n".formatted(i, name).repeat(i + 1).getBytes(StandardCharsets.UTF_8);
                Files.write(folder.resolve(path), content);
                document = new Document(document.note(), document.sender(), sha256(content));
            }
            lines.append("%s|%s|%s|%s\n".formatted(identifier, document.note(), document.sender(), path));
            expected.put(identifier, document);
        }
        Files.writeString(folder.resolve("load.dat"), lines);
        long workspaceId = api.insist(WORKSPACES, Map.of("name", name), LIMIT).number("workspaceId");
        var imported = api.insist(
                WORKSPACES + "/" + workspaceId + "/imports",
                Map.of("loadFile", name + "/load.dat", "columnDelimiter", "|"),
                LIMIT);
        if (imported.number("imported") != documents) {
            throw new IOException("The load file was not taken whole: " + imported.body());
        }
        var search = api.insist(WORKSPACES + "/" + workspaceId + "/saved-searches", Map.of("name", "All"), LIMIT);
        return new Matter(
                workspaceId, search.number("savedSearchId"), imported.body().get("fields"), expected);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** A new workspace with the fields; empty where one of the calls was not answered, which leaves an unused workspace behind. */
    Optional<Destination> newDestination(Api api) throws InterruptedException {
        var workspace = api.post(WORKSPACES, Map.of("name", "Destination"));
        if (workspace.isEmpty()) {
            return Optional.empty();
        }
        String fieldsPath = WORKSPACES + "/" + workspace.get().number("workspaceId") + "/fields";
        for (JsonNode field : fields) {
            if (!field.get("isIdentifier").asBoolean()
                    && api.post(
                                    fieldsPath,
                                    Map.of(
                                            "name", field.get("name").asText(),
                                            "type", field.get("type").asText()))
                            .isEmpty()) {
                return Optional.empty();
            }
        }
        return api.get(fieldsPath)
                .map(targets -> new Destination(
                        workspace.get().number("workspaceId"),
                        workspace.get().number("rootFolderId"),
                        mapping(targets.body().get("items"))));
    }

    /** Each field to its namesake. */
    List<Map<String, Object>> mapping(JsonNode targets) {
        var mapping = new ArrayList<Map<String, Object>>();
        for (JsonNode field : fields) {
            for (JsonNode target : targets) {
                if (target.get("name").equals(field.get("name"))) {
                    mapping.add(CopyJobs.mapped(field, target));
                }
            }
        }
        return mapping;
    }
}
