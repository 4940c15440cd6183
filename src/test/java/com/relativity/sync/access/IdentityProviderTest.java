package com.relativity.sync.access;

import java.io.IOException;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Tokens;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

/** An identity provider that comes after the process, changes its keys, and goes away. */
@QuarkusTest
@TestProfile(IdentityProviderTest.WithIssuer.class)
@QuarkusTestResource(EmbeddedServices.class)
class IdentityProviderTest {

    public static final class WithIssuer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try (var free = new ServerSocket(0)) {
                return Map.of(
                        "sync.roles", "api",
                        "sync.security", "oidc",
                        "quarkus.oidc.auth-server-url", "http://localhost:" + free.getLocalPort() + "/realm",
                        "quarkus.oidc.token.audience", Tokens.AUDIENCE,
                        "quarkus.oidc.token.forced-jwk-refresh-interval", "0S",
                        "quarkus.oidc.connection-timeout", "1S");
            } catch (IOException noPort) {
                throw new IllegalStateException(noPort);
            }
        }
    }

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String FAILS = "fails";
    private static final String SAYS_NOTHING = "says nothing";

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.oidc.auth-server-url")
    String issuer;

    private final KeyPair first = Tokens.keyPair();
    private final KeyPair second = Tokens.keyPair();
    private volatile String keys;
    private HttpServer server;

    @AfterEach
    void stopTheServer() throws Exception {
        stop();
    }

    @Test
    void tokensAreChecked_fromWhenTheProviderIsThere_andWithTheKeysItHas() throws Exception {
        String ofFirst = token("first", first);
        String ofSecond = token("second", second);

        isAway(call(ofFirst));
        call(null).statusCode(401);
        // Nobody is sent to a process that can let nobody in.
        given().get("/q/health/ready").then().statusCode(503).body(containsString("dentity provider"));

        keys = keys("first", first);
        start();
        await().atMost(LIMIT).untilAsserted(() -> call(ofFirst).statusCode(200));
        call(ofSecond).statusCode(401);
        await().atMost(LIMIT)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));

        keys = keys("second", second);
        call(ofSecond).statusCode(200);
        call(ofFirst).statusCode(401);
        call(foreign()).statusCode(401);

        stop();
        call(ofSecond).statusCode(200);
        isAway(call(ofFirst));

        keys = FAILS;
        start();
        isAway(call(ofFirst));

        keys = SAYS_NOTHING;
        isAway(call(ofFirst));
        call(ofSecond).statusCode(200);
    }

    private String token(String keyId, KeyPair pair) {
        return Tokens.claims("rita", Set.of("sync-reader"), List.of("*"))
                .issuer(issuer)
                .jws()
                .keyId(keyId)
                .sign(pair.getPrivate());
    }

    /** Signed with the right key, for another realm of the same provider. */
    private String foreign() {
        return Tokens.claims("rita", Set.of("sync-reader"), List.of("*"))
                .issuer(issuer + "-of-others")
                .jws()
                .keyId("second")
                .sign(second.getPrivate());
    }

    private static ValidatableResponse call(String token) {
        var request = token == null ? given() : given().auth().oauth2(token);
        return request.get("/api/sync/v1/jobs").then();
    }

    private static void isAway(ValidatableResponse answer) {
        answer.statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:sync:problem:dependency-down"))
                .body("detail", containsString("identity provider"));
    }

    private void start() throws Exception {
        int port = java.net.URI.create(issuer).getPort();
        server = now(vertx.createHttpServer().requestHandler(this::answer).listen(port, "localhost"));
    }

    private void stop() throws Exception {
        if (server != null) {
            now(server.close());
            server = null;
        }
    }

    private void answer(HttpServerRequest request) {
        if (request.path().endsWith("/.well-known/openid-configuration")) {
            var metadata = new JsonObject().put("issuer", issuer).put("jwks_uri", issuer + "/keys");
            request.response().putHeader("Content-Type", "application/json").end(metadata.encode());
        } else if (keys.equals(FAILS)) {
            request.response().setStatusCode(500).end();
        } else if (!keys.equals(SAYS_NOTHING)) {
            request.response().putHeader("Content-Type", "application/json").end(keys);
        }
    }

    private static String keys(String keyId, KeyPair pair) throws JoseException {
        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        key.setKeyId(keyId);
        key.setUse("sig");
        return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static <T> T now(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
