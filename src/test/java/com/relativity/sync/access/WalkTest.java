package com.relativity.sync.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Submissions;
import com.relativity.sync.support.Tokens;

import static com.relativity.sync.support.Tokens.claims;
import static com.relativity.sync.support.Tokens.signingKey;
import static com.relativity.sync.support.Tokens.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every call that the OpenAPI document names, with every kind of token. */
@QuarkusTest
@TestProfile(Tokens.Checked.class)
@QuarkusTestResource(EmbeddedServices.class)
class WalkTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    private static final long NOWHERE = 999_999_999L;

    private static final Set<String> EVERY_ROLE =
            Set.of("sync-reader", "sync-submitter", "sync-operator", "sync-admin");
    private static final Set<String> SUBMITTERS = Set.of("sync-submitter", "sync-admin");
    private static final Set<String> CANCELLERS = Set.of("sync-submitter", "sync-operator", "sync-admin");
    private static final Set<String> OPERATORS = Set.of("sync-operator", "sync-admin");
    private static final Set<String> ADMINS = Set.of("sync-admin");

    /** Who may make which call. One that is not named here is a fault. */
    private static final Map<String, Set<String>> TABLE = new TreeMap<>();

    static {
        String sync = "/api/sync/v1";
        String store = "/api/workspaces/v1";
        String workspace = store + "/{workspaceId}";
        may(SUBMITTERS, "post", sync + "/workspaces/{workspaceId}/jobs", "/document", "/image", "/non-document");
        may(EVERY_ROLE, "get", sync, "/jobs", "/jobs/{jobId}", "/jobs/{jobId}/parameters", "/jobs/{jobId}/events");
        may(EVERY_ROLE, "get", sync, "/events", "/workspaces/{workspaceId}/job-history");
        may(EVERY_ROLE, "get", sync, "/job-history/{jobHistoryId}", "/job-history/{jobHistoryId}/errors");
        may(CANCELLERS, "post", sync, "/jobs/{jobId}/cancel");
        may(OPERATORS, "get", sync, "/dead-letters", "/workload", "/audit");
        may(OPERATORS, "post", sync, "/dead-letters/redrive");
        may(EVERY_ROLE, "get", store, "", "/{workspaceId}");
        may(ADMINS, "post", store, "", "/{workspaceId}/imports");
        may(OPERATORS, "get", store, "/users");
        may(ADMINS, "post", store, "/users");
        may(EVERY_ROLE, "get", workspace, "/fields", "/fields/{fieldId}/choices", "/folders", "/saved-searches");
        may(EVERY_ROLE, "get", workspace, "/documents", "/documents/{identifier}", "/documents/{identifier}/native");
        may(EVERY_ROLE, "get", workspace, "/documents/{identifier}/images/{page}");
        may(EVERY_ROLE, "get", workspace, "/object-types", "/objects", "/objects/{objectId}", "/views", "/productions");
        may(EVERY_ROLE, "get", workspace, "/productions/{productionId}", "/productions/{productionId}/images");
        may(
                ADMINS,
                "post",
                workspace,
                "/fields",
                "/folders",
                "/saved-searches",
                "/object-types",
                "/views",
                "/productions");
    }

    private static void may(Set<String> roles, String method, String base, String... paths) {
        for (String path : paths) {
            TABLE.put(method + " " + base + path, roles);
        }
    }

    @Inject
    Submissions submissions;

    @Inject
    ObjectMapper json;

    @TestHTTPResource("/")
    URI root;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private long workspaceId;

    @BeforeEach
    void makeAJob() {
        RestAssured.authentication = RestAssured.oauth2(token("ada", "sync-admin"));
        var pair = submissions.pair();
        long jobId = pair.submitted();
        workspaceId = pair.source().workspaceId();
        ids.put("workspaceId", Long.toString(workspaceId));
        ids.put("jobId", Long.toString(jobId));
        ids.put("jobHistoryId", Long.toString(jobId));
        ids.put("fieldId", Long.toString(pair.from().fieldId()));
        ids.put("identifier", "A-1");
    }

    @AfterEach
    void forgetTheToken() {
        RestAssured.authentication = RestAssured.DEFAULT_AUTH;
    }

    private record Call(String method, String path) {

        String name() {
            return method + " " + path;
        }

        boolean namesAWorkspace() {
            return path.contains("{workspaceId}");
        }

        boolean namesARun() {
            return path.contains("{jobId}") || path.contains("{jobHistoryId}");
        }
    }

    private record Answer(int status, String contentType, String challenge, JsonNode body) {

        boolean isProblem(int status, String slug) {
            return this.status == status
                    && "application/problem+json".equals(contentType)
                    && body.path("type").asText().equals("urn:sync:problem:" + slug);
        }
    }

    private List<Call> calls() throws Exception {
        var document = json.readTree(send("get", "/q/openapi?format=json", token("ada", "sync-admin"))
                .body()
                .toString());
        var calls = new ArrayList<Call>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation -> calls.add(new Call(operation.getKey(), path.getKey()))));
        return calls;
    }

    private Answer answer(Call call, String token) throws Exception {
        String path = call.path();
        for (var id : ids.entrySet()) {
            path = path.replace("{" + id.getKey() + "}", id.getValue());
        }
        return send(call.method(), path.replaceAll("\\{[^}]*}", "1"), token);
    }

    /** The body of a stream is not waited for. */
    private Answer send(String method, String path, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + root.getAuthority() + path))
                .timeout(Duration.ofSeconds(20));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        boolean writes = method.equals("post");
        request.method(
                method.toUpperCase(Locale.ROOT), writes ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
        if (writes) {
            request.header("Content-Type", "application/json");
        }
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (var body = response.body()) {
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode content = type.contains("json")
                    ? json.readTree(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    : json.nullNode();
            return new Answer(
                    response.statusCode(),
                    type,
                    response.headers().firstValue("WWW-Authenticate").orElse(null),
                    content);
        }
    }

    /** Tokens of an administrator of everything, each with one thing wrong. */
    private static Map<String, String> badTokens() {
        var bad = new LinkedHashMap<String, String>();
        var stranger = Tokens.keyPair().getPrivate();
        bad.put("signed by a stranger", admin().sign(stranger));
        bad.put("expired", admin().expiresAt(Instant.now().minusSeconds(60)).sign(signingKey()));
        bad.put(
                "not yet valid",
                admin().claim("nbf", Instant.now().plusSeconds(600).getEpochSecond())
                        .sign(signingKey()));
        bad.put("for another audience", admin().audience("another").sign(signingKey()));
        bad.put("without an algorithm", unsigned());
        bad.put(
                "signed with the public key as a secret",
                admin().jws()
                        .algorithm(SignatureAlgorithm.HS256)
                        .sign(new SecretKeySpec(Tokens.publicKey().getBytes(StandardCharsets.UTF_8), "HmacSHA256")));
        bad.put(
                "with another body than the signed one",
                replaced(token("rita", "sync-reader"), payload(admin().sign(signingKey()))));
        bad.put("that names nobody", admin().preferredUserName(" ").subject("").sign(signingKey()));
        bad.put("that is none", "nonsense");
        bad.put("of three empty parts", "..");
        return bad;
    }

    private static io.smallrye.jwt.build.JwtClaimsBuilder admin() {
        return claims("ada", Set.of("sync-admin"), List.of("*"));
    }

    private static String payload(String token) {
        return token.split("\\.")[1];
    }

    private static String replaced(String token, String payload) {
        String[] parts = token.split("\\.");
        return parts[0] + "." + payload + "." + parts[2];
    }

    private static String unsigned() {
        String head = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        return head + "." + payload(admin().sign(signingKey())) + ".";
    }

    @Test
    void everyCall_isInTheTable() throws Exception {
        var unknown = calls().stream()
                .map(Call::name)
                .filter(name -> !TABLE.containsKey(name))
                .toList();

        assertEquals(List.of(), unknown);
    }

    @Test
    void noCall_isAnsweredWithoutAToken() throws Exception {
        var faults = new ArrayList<String>();
        for (Call call : calls()) {
            var answer = answer(call, null);
            if (!answer.isProblem(401, "unauthorized") || !"Bearer".equals(answer.challenge())) {
                faults.add(call.name() + ": " + answer);
            }
        }

        assertEquals(List.of(), faults);
    }

    @Test
    void noCall_isAnsweredWithATokenThatIsNotGood() throws Exception {
        var faults = new ArrayList<String>();
        var tokens = badTokens();
        for (Call call : calls()) {
            for (var token : tokens.entrySet()) {
                var answer = answer(call, token.getValue());
                if (!answer.isProblem(401, "unauthorized")
                        || !"Bearer error=\"invalid_token\"".equals(answer.challenge())) {
                    faults.add(call.name() + " with a token " + token.getKey() + ": " + answer);
                }
            }
        }

        assertEquals(List.of(), faults);
    }

    @Test
    void noCall_isAnsweredWithoutARoleOfThisService() throws Exception {
        var tokens = List.of(
                claims("nora", Set.of(), List.of("*")).sign(signingKey()),
                claims("nora", Set.of("staff", "SYNC-ADMIN", "sync-admin2"), List.of("*"))
                        .sign(signingKey()),
                claims("nora", Set.of(), List.of("*"))
                        .claim("realm_access", Map.of("roles", List.of("sync-admin")))
                        .claim("roles", List.of("sync-admin"))
                        .claim("scope", "sync-admin")
                        .sign(signingKey()));
        var faults = new ArrayList<String>();
        for (Call call : calls()) {
            for (String token : tokens) {
                var answer = answer(call, token);
                if (!answer.isProblem(403, "forbidden")) {
                    faults.add(call.name() + ": " + answer);
                }
            }
        }

        assertEquals(List.of(), faults);
    }

    @Test
    void everyRole_mayMakeTheCallsOfTheTable_andNoOther() throws Exception {
        var faults = new ArrayList<String>();
        for (Call call : calls()) {
            for (String role : EVERY_ROLE) {
                var answer = answer(call, token("rita", role, workspaceId));
                boolean letIn = answer.status() != 401 && answer.status() != 403 && answer.status() < 500;
                boolean mayCall = TABLE.getOrDefault(call.name(), Set.of()).contains(role);
                if (mayCall ? !letIn : !answer.isProblem(403, "forbidden")) {
                    faults.add(call.name() + " as " + role + ": " + answer);
                }
            }
        }

        assertEquals(List.of(), faults);
    }

    @Test
    void noCall_leadsReadersAndSubmittersIntoAWorkspaceThatTheirTokenDoesNotName() throws Exception {
        var faults = new ArrayList<String>();
        var claims = List.of(
                List.of(workspaceId + 1, 1), List.of(), List.of("all"), List.of("*", "x"), List.of(-1, workspaceId));
        for (Call call : calls()) {
            for (String role : List.of("sync-reader", "sync-submitter")) {
                for (List<?> workspaces : claims) {
                    var answer = answer(
                            call, claims("rita", Set.of(role), workspaces).sign(signingKey()));
                    boolean mayCall = TABLE.getOrDefault(call.name(), Set.of()).contains(role);
                    boolean kept = !mayCall || call.namesAWorkspace()
                            ? answer.isProblem(403, "forbidden")
                            : !call.namesARun() || answer.status() == 404;
                    if (!kept) {
                        faults.add(call.name() + " as " + role + " of " + workspaces + ": " + answer);
                    }
                }
            }
        }

        assertEquals(List.of(), faults);
    }

    @Test
    void whatIsNotToBeSeen_isAsWhatIsNotThere() throws Exception {
        var there = Map.copyOf(ids);
        String token = token("sue", "sync-submitter", workspaceId + 1);
        for (Call call : calls()) {
            if (call.namesAWorkspace() || call.namesARun()) {
                var hidden = answer(call, token);
                ids.replaceAll((name, id) -> Long.toString(NOWHERE));
                var absent = answer(call, token);
                ids.putAll(there);

                assertEquals(absent.status(), hidden.status(), call.name());
                assertEquals(
                        absent.body().toString().replace(Long.toString(NOWHERE), "…"),
                        withoutIds(hidden.body().toString(), there),
                        call.name());
            }
        }
    }

    private static String withoutIds(String body, Map<String, String> ids) {
        String without = body;
        for (String id : ids.values()) {
            // Ids are small in a young database, and must not be found in a status.
            without = without.replaceAll("(?<![0-9])" + id + "(?![0-9])", "…");
        }
        return without;
    }

    @Test
    void whatIsNotInTheDocument_needsATokenToo() throws Exception {
        for (String path : List.of(
                "/",
                "/api",
                "/api/sync/v1/nothing",
                "/q/openapi",
                "/q/swagger-ui/",
                "/q/metrics",
                "/q/nothing",
                "/q/healthy",
                "/q/health/../metrics",
                "/q/health/%2e%2e/metrics",
                "//q/metrics",
                "/q/dev-ui")) {
            var answer = send("get", path, null);

            assertTrue(answer.isProblem(401, "unauthorized"), path + ": " + answer);
        }
        assertEquals(
                404,
                send("get", "/api/sync/v1/nothing", token("rita", "sync-reader"))
                        .status());
    }

    @Test
    void aCallThatDoesNotSayWhoMayMakeIt_answersNobody() throws Exception {
        for (String role : EVERY_ROLE) {
            var answer = send("get", UndeclaredResource.PATH, token("ada", role, "*"));

            assertTrue(answer.isProblem(403, "forbidden"), role + ": " + answer);
        }
    }

    @Test
    void aHeadIsHeldLikeAGet() throws Exception {
        for (Call call : calls()) {
            if (call.method().equals("get") && call.namesAWorkspace()) {
                var head = new Call("head", call.path());

                assertEquals(
                        403,
                        answer(head, token("rita", "sync-reader", workspaceId + 1))
                                .status(),
                        call.path());
            }
        }
    }

    @Test
    void aWorkspaceIsRecognised_howeverItIsWritten() throws Exception {
        String token = token("rita", "sync-reader", workspaceId + 1);
        String id = Long.toString(workspaceId);
        String encoded = "%3" + id.charAt(0) + id.substring(1);
        for (String written : List.of(id, "+" + id, "0" + id, id + ";a=b", encoded, "%20" + id, id + "/.")) {
            String path = "/api/workspaces/v1/" + written + "/fields";
            int status = send("get", path, token).status();

            assertTrue(status == 403 || status == 404, path + ": " + status);
        }
    }

    @Test
    void metricsAreForOperators() throws Exception {
        for (String role : EVERY_ROLE) {
            int expected = OPERATORS.contains(role) ? 200 : 403;

            assertEquals(
                    expected,
                    send("get", "/q/metrics", token("rita", role, "*")).status(),
                    role);
        }
    }

    @Test
    void healthNeedsNoToken_andMindsNone() throws Exception {
        for (String path : List.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started")) {
            assertEquals(200, send("get", path, null).status(), path);
            assertEquals(200, send("get", path, "nonsense").status(), path);
        }
    }
}
