package com.relativity.sync.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Calls the public REST API and reads its JSON. */
public final class RestClient {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Function<String, URI> service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    public RestClient(Function<String, URI> service) {
        this.service = service;
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(service.apply(path)).timeout(LIMIT).build());
    }

    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(service.apply(path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build());
    }

    private JsonNode call(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(
                    request.method() + " " + request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }
}
