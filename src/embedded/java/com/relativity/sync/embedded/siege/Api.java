package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Calls the public REST API of any of the services that have one, and judges every answer: none may be nonsense, whatever is broken. */
final class Api {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int BETWEEN_TRIES_MILLIS = 300;
    private static final int UNAVAILABLE = 503;
    private static final int LONGEST_SHOWN = 300;

    private final List<Service> services;
    private final Chronicle chronicle;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Api(List<Service> services, Chronicle chronicle) {
        this.services = services.stream().filter(Service::isApi).toList();
        this.chronicle = chronicle;
    }

    record Answer(int status, JsonNode body) {

        boolean isGood() {
            return status < 300;
        }

        long number(String field) {
            return body.path(field).asLong();
        }
    }

    /** Empty where no answer came, or the answer is that something is away. */
    Optional<Answer> get(String path) throws InterruptedException {
        return call(anyone(), path, null);
    }

    /** The same as {@link #get}. */
    Optional<Answer> post(String path, Object body) throws InterruptedException {
        return call(anyone(), path, body);
    }

    /** The same of a certain service. */
    Optional<Answer> get(Service service, String path) throws InterruptedException {
        return call(service, path, null);
    }

    /** Tries until there is an answer. */
    Answer insist(String path, Object body, Duration limit) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            var answer = call(anyone(), path, body);
            if (answer.isPresent()) {
                return answer.get();
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
        }
        throw new IOException("No answer from " + path + " within " + limit);
    }

    private Service anyone() {
        return services.get(ThreadLocalRandom.current().nextInt(services.size()));
    }

    /** @param body null for a GET */
    private Optional<Answer> call(Service service, String path, Object body) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                    .timeout(LIMIT);
            if (body != null) {
                request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
            }
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return judged(service, path, answer);
        } catch (IOException noAnswer) {
            return Optional.empty();
        }
    }

    private Optional<Answer> judged(Service service, String path, HttpResponse<String> answer) {
        boolean away = answer.statusCode() == UNAVAILABLE
                && answer.headers().firstValue("Retry-After").isPresent();
        if (answer.statusCode() >= 500 && !away) {
            chronicle.finding(
                    "%s answered %s with %d: %s", service, path, answer.statusCode(), shortened(answer.body()));
            return Optional.empty();
        }
        try {
            var body = json.readTree(answer.body());
            return away ? Optional.empty() : Optional.of(new Answer(answer.statusCode(), body));
        } catch (IOException nonsense) {
            chronicle.finding(
                    "%s answered %s with %d and no JSON: %s",
                    service, path, answer.statusCode(), shortened(answer.body()));
            return Optional.empty();
        }
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }
}
