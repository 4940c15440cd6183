package com.relativity.sync.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.ApiDocument;
import com.relativity.sync.support.ApiOnly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Walks the OpenAPI document: names, descriptions, examples and problems of every call. */
@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class OpenApiExamplesTest {

    /** What a call is answered with that nobody can show as text: files. */
    private static final Pattern FILES = Pattern.compile("image/.*|application/(pdf|octet-stream)");

    private ApiDocument api;

    @BeforeEach
    void read() {
        api = ApiDocument.read();
    }

    @Test
    void everyCallHasANameOfItsOwn_aTagAndASummary() {
        var names = new HashSet<String>();

        for (ApiDocument.Call call : api.calls()) {
            JsonNode operation = call.operation();
            assertTrue(operation.hasNonNull("operationId"), () -> call + " has no name in openapi-calls.json");
            assertTrue(names.add(operation.get("operationId").asText()), () -> call + " has the name of another call");
            assertTrue(operation.path("tags").size() == 1, () -> call + " has no tag");
            assertTrue(operation.hasNonNull("summary"), () -> call + " has no summary");
        }
    }

    @Test
    void everyRequestBodyHasExamplesThatAreAsItsSchemaSays() {
        for (ApiDocument.Call call : api.calls()) {
            if (call.operation().has("requestBody")) {
                examplesAreValid(call + ": its request", call.operation().at("/requestBody/content/application~1json"));
            }
        }
    }

    @Test
    void everyAnswerHasAnExampleThatIsAsItsSchemaSays() {
        for (ApiDocument.Call call : api.calls()) {
            answers(call).forEach((status, answer) -> {
                if (!status.startsWith("3")) {
                    assertTrue(answer.path("content").size() > 0, () -> call + ": its " + status + " has no content");
                }
                answer.path("content").properties().forEach(content -> {
                    if (!FILES.matcher(content.getKey()).matches()) {
                        examplesAreValid(call + ": its " + status + " " + content.getKey(), content.getValue());
                    }
                });
            });
        }
    }

    @Test
    void everyFaultThatACallNamesIsAProblem_withAnExampleOfThatStatus() {
        for (ApiDocument.Call call : api.calls()) {
            answers(call).forEach((status, answer) -> {
                if (status.startsWith("4") || status.startsWith("5")) {
                    problems(answer)
                            .forEach((slug, problem) ->
                                    assertEquals(status, problem.get("status").asText(), () -> call + ": " + slug));
                    assertEquals(1, answer.path("content").size(), () -> call + " " + status + " " + answer);
                }
            });
        }
    }

    /** A slug that is thrown or answered anywhere, with its status and title, is an example somewhere. */
    @Test
    void everyProblemOfTheCodeIsInTheDocument_asItIs() throws IOException {
        var shown = new TreeMap<String, String>();
        for (ApiDocument.Call call : api.calls()) {
            answers(call)
                    .values()
                    .forEach(answer -> problems(answer)
                            .forEach((slug, problem) -> shown.put(
                                    slug,
                                    problem.get("status").asText() + " "
                                            + problem.get("title").asText())));
        }

        var ofTheCode = ofTheCode();
        shown.keySet().retainAll(ofTheCode.keySet());
        assertEquals(ofTheCode, shown);
    }

    @Test
    void everyAddressThatAPageCalls_isOfACall() throws IOException {
        var unknown = new TreeSet<String>();
        int found = 0;

        for (String page : List.of("README.md", "docs/operations.md")) {
            var addresses = Pattern.compile("(?:localhost:8080|https://sync\\.example)(/api/[^\\s'\"`?]+)")
                    .matcher(Files.readString(Path.of(page)));
            while (addresses.find()) {
                found++;
                String address = addresses.group(1);
                // The beginning of addresses that are put together.
                if (address.equals("/api/sync/v1")) {
                    continue;
                }
                if (api.call("GET", address).or(() -> api.call("POST", address)).isEmpty()) {
                    unknown.add(page + " " + address);
                }
            }
        }

        assertTrue(found > 8, "found only " + found);
        assertEquals(Set.of(), unknown);
    }

    private static Map<String, String> ofTheCode() throws IOException {
        var problems = new TreeMap<String, String>();
        var made = Pattern.compile("(?:super|Problem\\.of)\\(\\s*\"([a-z-]+)\",\\s*(\\d{3}|status),\\s*\"([^\"]+)\"");
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java", "com", "relativity", "sync"))) {
            sources.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                try {
                    made.matcher(Files.readString(file))
                            .results()
                            .forEach(found -> problems.put(found.group(1), found.group(2) + " " + found.group(3)));
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            });
        }
        assertTrue(problems.containsKey("job-not-found"), problems::toString);
        // Between agents and the ledger; no call of a client writes for a job.
        problems.remove("lease-lost");
        problems.replace("refused", "status Refused", "418 Refused");
        return problems;
    }

    private static Map<String, JsonNode> answers(ApiDocument.Call call) {
        var answers = new TreeMap<String, JsonNode>();
        call.operation()
                .get("responses")
                .properties()
                .forEach(answer -> answers.put(answer.getKey(), answer.getValue()));
        return answers;
    }

    private Map<String, JsonNode> problems(JsonNode answer) {
        return api.examples(answer.at("/content/application~1problem+json"));
    }

    private void examplesAreValid(String what, JsonNode content) {
        var examples = api.examples(content);
        assertFalse(examples.isEmpty(), () -> what + " has no example");
        examples.forEach((name, example) -> assertEquals(
                Set.of(), api.faults(content, example), () -> what + ", example " + name + ": " + example));
    }
}
