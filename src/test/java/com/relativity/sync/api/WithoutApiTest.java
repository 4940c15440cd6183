package com.relativity.sync.api;

import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.embedded.EmbeddedServices;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

@QuarkusTest
@TestProfile(WithoutApiTest.RelayOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class WithoutApiTest {

    public static final class RelayOnly implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sync.roles", "relay", "sync.security", "oidc");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/sync/v1/jobs",
                "/api/workspaces/v1",
                "//api/sync/v1/jobs",
                "/x/../api/sync/v1/jobs",
                "/%61pi/sync/v1/jobs"
            })
    void aProcessWithoutTheRoleApi_answersNoCallOfIt(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void aProcessWithoutTheRoleApi_saysSo() {
        given().get("/api/sync/v1/jobs").then().statusCode(404).body("detail", containsString("sync.roles"));
        given().get("/q/health/live").then().statusCode(200);
    }

    /** It has nothing to check a token with, and starts all the same. */
    @Test
    void aProcessWithoutTheRoleApiAndWithoutKeys_showsItsHealthAndNothingElse() {
        for (String path : List.of("/q/metrics", "/q/openapi", "/nothing")) {
            given().get(path).then().statusCode(401).contentType("application/problem+json");
            given().auth().oauth2("any").get(path).then().statusCode(401);
        }
        given().get("/q/health/ready").then().statusCode(200);
    }
}
