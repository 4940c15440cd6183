package com.relativity.sync.support;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.store.Fields;
import com.relativity.sync.store.SavedSearches;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.Workspace;

import static io.restassured.RestAssured.given;

/** Two workspaces and bodies of document jobs between them. */
@ApplicationScoped
public class Submissions {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Workspaces workspaces;
    private final Fields fields;
    private final SavedSearches searches;

    Submissions(Workspaces workspaces, Fields fields, SavedSearches searches) {
        this.workspaces = workspaces;
        this.fields = fields;
        this.searches = searches;
    }

    /** A source with a public search of all its documents, and a destination. */
    public record Pair(Workspace source, Workspace destination, long savedSearchId, Field from, Field to) {

        /** A body that keeps every rule, under a correlation id of its own. */
        public ObjectNode body() {
            var body = JsonNodeFactory.instance.objectNode();
            body.put("correlationId", UUID.randomUUID().toString());
            body.put("destinationWorkspaceId", destination.workspaceId());
            var mapping = body.putArray("fieldsMapping").addObject();
            entry(mapping.putObject("sourceField"), from);
            entry(mapping.putObject("destinationField"), to);
            mapping.put("fieldMapType", "Identifier");
            body.putObject("documentOptions")
                    .put("savedSearchId", savedSearchId)
                    .put("destinationFolderId", destination.rootFolderId());
            return body;
        }

        private static void entry(ObjectNode entry, Field field) {
            entry.put("displayName", field.name())
                    .put("fieldIdentifier", field.fieldId())
                    .put("isIdentifier", field.isIdentifier());
        }

        public String path() {
            return "/api/sync/v1/workspaces/" + source.workspaceId() + "/jobs/document";
        }

        public Response submit(Object body) {
            return given().contentType("application/json").body(body.toString()).post(path());
        }

        /** Submits a body that keeps every rule, changed by {@code change}; answers with the job's id. */
        public long submitted(Consumer<ObjectNode> change) {
            var body = body();
            change.accept(body);
            return submit(body).then().statusCode(202).extract().jsonPath().getLong("jobId");
        }

        public long submitted() {
            return submitted(body -> {});
        }
    }

    public Pair pair() {
        var source = now(workspaces.create("Source"));
        var destination = now(workspaces.create("Destination"));
        long search = now(searches.create(source, "All", null, null)).search().savedSearchId();
        return new Pair(source, destination, search, identifier(source), identifier(destination));
    }

    private Field identifier(Workspace workspace) {
        return now(fields.of(workspace.workspaceId(), workspace.documentTypeId()))
                .get(0);
    }

    public static <T> T now(Uni<T> answer) {
        return answer.await().atMost(LIMIT);
    }
}
