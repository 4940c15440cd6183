package com.relativity.sync.support;

import java.net.URI;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;

/** Holds every answer that any test gets by REST Assured against the OpenAPI document: its status, its media type and its body. */
public final class AnswersAsDocumented implements QuarkusTestBeforeEachCallback, Filter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiDocument document;

    @Override
    public void beforeEach(QuarkusTestMethodContext test) {
        if (RestAssured.filters().stream().noneMatch(AnswersAsDocumented.class::isInstance)) {
            RestAssured.filters(this);
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        var answer = context.next(request, expected);
        String path = URI.create(request.getURI()).getRawPath();
        if (path.startsWith("/api/")) {
            document().call(request.getMethod(), path).ifPresent(call -> check(call, answer));
        }
        return answer;
    }

    private ApiDocument document() {
        if (document == null) {
            document = ApiDocument.read();
        }
        return document;
    }

    private void check(ApiDocument.Call call, Response answer) {
        String status = Integer.toString(answer.statusCode());
        String what = call + " has answered " + status + " with " + answer.contentType();
        JsonNode responses = call.operation().get("responses");
        JsonNode documented = responses.has(status) ? responses.get(status) : responses.get("default");
        if (documented == null || status.startsWith("2") && !responses.has(status)) {
            throw new AssertionError(what + ", which the OpenAPI document does not know");
        }
        String mediaType = answer.contentType() == null
                ? ""
                : answer.contentType().split(";")[0].strip();
        JsonNode content = documented.path("content");
        if (answer.statusCode() == 304 || content.isMissingNode() && mediaType.isEmpty()) {
            return;
        }
        if (!content.has(mediaType) && !content.has("application/octet-stream")) {
            throw new AssertionError(what + ", and the OpenAPI document knows only " + content);
        }
        if (mediaType.endsWith("json") && content.has(mediaType)) {
            var faults = document().faults(content.get(mediaType), json(answer.asString()));
            if (!faults.isEmpty()) {
                throw new AssertionError(
                        what + ", and not as the OpenAPI document says: " + faults + " in " + answer.asString());
            }
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError("No JSON: " + body, malformed);
        }
    }
}
