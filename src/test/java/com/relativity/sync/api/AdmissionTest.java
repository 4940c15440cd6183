package com.relativity.sync.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(AdmissionTest.FewPlaces.class)
class AdmissionTest {

    private static final int PLACES = 3;

    @TestHTTPResource("/")
    URI service;

    @Test
    void aStreamTooMany_isRefusedWithTheTimeToTryAgain_andAnEndedOneMakesRoom() throws IOException {
        var open = new ArrayList<HttpResponse<java.io.InputStream>>();
        for (int i = 0; i < PLACES; i++) {
            open.add(stream().join());
            assertEquals(200, open.get(i).statusCode());
        }

        get("/api/sync/v1/events")
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .contentType("application/problem+json")
                .body("type", equalTo("urn:sync:problem:overloaded"))
                .body("detail", containsString("sync.limits.waiting"));
        get("/api/sync/v1/workload").then().statusCode(200);

        open.get(0).body().close();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            var next = stream().join();
            next.body().close();
            return next.statusCode() == 200;
        });
        for (var stream : open) {
            stream.body().close();
        }
    }

    private CompletableFuture<HttpResponse<java.io.InputStream>> stream() {
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(service.resolve("/api/sync/v1/events"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
    }

    public static final class FewPlaces implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(LimitsTest.SETTINGS);
            settings.put("sync.roles", "api");
            settings.put("sync.limits.waiting", Integer.toString(PLACES));
            return settings;
        }
    }
}
