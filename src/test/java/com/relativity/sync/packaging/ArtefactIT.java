package com.relativity.sync.packaging;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Case;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What the build packaged, the jar or with {@code -Dnative} the executable, on its production settings. */
@QuarkusIntegrationTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(ArtefactIT.Open.class)
class ArtefactIT {

    public static final class Open implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sync.security", "none");
        }
    }

    @Test
    void migratesTakesAJobAndRunsItToItsEnd() {
        var matter = Case.create();

        var job = matter.run(matter.parameters(Map.of()));

        assertEquals("Completed", job.getString("status"), job.prettyPrint());
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void tellsFaultsAsProblems() {
        given().get("/api/sync/v1/jobs/999999999")
                .then()
                .statusCode(404)
                .contentType(containsString("application/problem+json"))
                .body("type", equalTo("urn:sync:problem:job-not-found"));
    }
}
