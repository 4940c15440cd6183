package com.relativity.sync.journey;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class StartTest {

    @Test
    void isReady() {
        get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }
}
