package com.relativity.sync.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What the OpenAPI document says beyond the code: examples, names of calls, problems. {@code openapi-calls.json} holds it; tests hold that
 * file against the calls there are, the problems there are, and the answers that are really given.
 *
 * @param calls by method and path
 * @param problems by slug
 * @param nullable names of properties that may be null, by schema
 */
@RegisterForReflection
record OpenApiTexts(Map<String, Call> calls, Map<String, Fault> problems, Map<String, List<String>> nullable) {

    /**
     * @param id name of the call, for generated clients
     * @param requests bodies by name
     * @param made schema of what a call makes
     * @param answers bodies by status; a status alone means JSON
     */
    @RegisterForReflection
    record Call(String id, Map<String, Object> requests, String made, Map<String, Object> answers) {

        Call {
            requests = requests == null ? Map.of() : requests;
            answers = answers == null ? Map.of() : answers;
        }
    }

    /** @param where pattern of method and path of the calls that may answer it; null for one that no call answers as such */
    @RegisterForReflection
    record Fault(int status, String title, String detail, List<Map<String, String>> violations, String where) {}

    static OpenApiTexts read() {
        try (InputStream file = OpenApiTexts.class.getResourceAsStream("/openapi-calls.json")) {
            return new ObjectMapper().readValue(file, OpenApiTexts.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("openapi-calls.json cannot be read", unreadable);
        }
    }
}
