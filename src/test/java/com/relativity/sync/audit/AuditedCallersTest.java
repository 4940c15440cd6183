package com.relativity.sync.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Submissions;
import com.relativity.sync.support.Tokens;

import static com.relativity.sync.support.Tokens.token;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Who did it, with tokens. */
@QuarkusTest
@TestProfile(Tokens.Checked.class)
@QuarkusTestResource(EmbeddedServices.class)
@Tag("G16")
class AuditedCallersTest {

    @Inject
    Submissions submissions;

    private Submissions.Pair pair;
    private long jobId;

    @BeforeEach
    void aJobOfAda() {
        RestAssured.authentication = RestAssured.oauth2(token("ada", "sync-admin"));
        pair = submissions.pair();
        jobId = pair.submitted();
    }

    @AfterEach
    void forgetTheToken() {
        RestAssured.reset();
    }

    private static RequestSpecification as(String name, String role) {
        return given().auth().oauth2(token(name, role));
    }

    private JsonPath ofTheJob() {
        return as("olga", "sync-operator")
                .get("/api/sync/v1/audit?jobId=" + jobId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void whoSubmitted_whoWasRefused_andWhoCancelled_areNamed() {
        String path = "/api/sync/v1/jobs/" + jobId;
        as("rita", "sync-reader").post(path + "/cancel").then().statusCode(403);
        given().auth().none().post(path + "/cancel").then().statusCode(401);
        given().auth()
                .none()
                .header("Authorization", "Bearer not.a.token")
                .get(path)
                .then()
                .statusCode(401);
        as("rita", "sync-reader").get(path).then().statusCode(404);
        as("olga", "sync-operator").get(path).then().statusCode(200);
        as("olga", "sync-operator").post(path + "/cancel").then().statusCode(202);

        var lines = ofTheJob();

        assertEquals(
                List.of("Accepted", "Refused", "Refused", "Refused", "Refused", "Accepted"),
                lines.getList("items.outcome"));
        assertEquals(Arrays.asList("olga", "rita", null, null, "rita", "ada"), lines.getList("items.who"));
        assertEquals(
                Arrays.asList(null, "job-not-found", "unauthorized", "unauthorized", "forbidden", null),
                lines.getList("items.problem"));
        assertEquals(List.of("Cancel", "Read", "Read", "Cancel", "Cancel", "Submit"), lines.getList("items.action"));
        assertEquals(Set.of("127.0.0.1"), Set.copyOf(lines.getList("items.from")));
        assertEquals("GET " + path, lines.getString("items[2].request"));
        assertEquals(Set.of((int) pair.source().workspaceId()), Set.copyOf(lines.getList("items.workspaceId")));
    }

    @Test
    void aTrailIsForOperators_andARefusedLookAtItIsALine() {
        String who = "sam-" + UUID.randomUUID();
        as(who, "sync-submitter").get("/api/sync/v1/audit").then().statusCode(403);

        as("olga", "sync-operator")
                .get("/api/sync/v1/audit?who=" + who)
                .then()
                .statusCode(200)
                .body("items.request", org.hamcrest.Matchers.contains("GET /api/sync/v1/audit"));
    }
}
