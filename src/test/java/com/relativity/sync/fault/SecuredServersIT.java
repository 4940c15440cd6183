package com.relativity.sync.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.restassured.RestAssured;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.relativity.sync.embedded.Authority;
import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.Database;
import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.embedded.TopicReader;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Tokens;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The packaged service with a PostgreSQL and a Kafka that let nobody in but by TLS and with a password. The settings are those of docs/operations.md. */
class SecuredServersIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String DATABASE_PASSWORD = "mark-of-the-database-4711";
    private static final String BROKER_PASSWORD = "mark-of-the-broker-4712";

    @TempDir
    static Path home;

    private static Authority authority;
    private static Authority stranger;
    private static Database database;
    private static Broker broker;
    private static int brokerPort;

    @BeforeAll
    static void startServers() throws IOException {
        authority = Authority.in(home.resolve("authority"));
        stranger = Authority.in(home.resolve("stranger"));
        var identity = authority.server("localhost");
        database = Database.secured(home.resolve("postgres"), identity, DATABASE_PASSWORD);
        brokerPort = PackagedService.freePort();
        broker = Broker.keptIn(
                home.resolve("kafka"), new Broker.SecureEntrance(brokerPort, identity, "sync", BROKER_PASSWORD));
        Files.createDirectories(home.resolve("imports"));
        Files.writeString(home.resolve("imports/load.dat"), "Control Number|Note\nT-1|one\nT-2|two\n");
    }

    @AfterAll
    static void stopServers() throws IOException {
        broker.close();
        database.close();
    }

    private static Map<String, String> settings(Authority trusted) {
        String certificate = trusted.certificate().toString();
        return new HashMap<>(Map.ofEntries(
                Map.entry(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        database.jdbcUrl() + "?sslmode=verify-full&sslrootcert=" + certificate),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", DATABASE_PASSWORD),
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE", "verify-full"),
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS"),
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM", "true"),
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS", certificate),
                Map.entry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
                Map.entry("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM"),
                Map.entry("KAFKA_SSL_TRUSTSTORE_LOCATION", certificate),
                Map.entry("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"),
                Map.entry("KAFKA_SASL_JAAS_CONFIG", jaas(BROKER_PASSWORD)),
                Map.entry("SYNC_WORKSPACES_FILES", home.resolve("files").toString()),
                Map.entry("SYNC_WORKSPACES_IMPORTS", home.resolve("imports").toString())));
    }

    private static String jaas(String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"sync\" password=\""
                + password + "\";";
    }

    private static PackagedService start(String name, Map<String, String> settings) throws IOException {
        int port = PackagedService.freePort();
        RestAssured.baseURI = "http://localhost";
        RestAssured.port = port;
        return PackagedService.start(
                Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", database.user()),
                "localhost:" + brokerPort,
                port,
                settings,
                List.of("-Xmx256m"),
                home.resolve(name + ".log"));
    }

    @Test
    void aJobRuns_itsEventsArrive_deadLettersAreRead_andNoPasswordIsInTheLog() throws Exception {
        var service = start("trusting", settings(authority));
        service.awaitReady(LIMIT);
        var matter = Case.create();
        matter.importIntoSource("load.dat", Map.of("columnDelimiter", "|"));

        var job = matter.run(matter.parameters(Map.of()));

        assertEquals("Completed", job.getString("status"), job.prettyPrint());
        try (var topic = new TopicReader(broker.bootstrapServers(), "sync.job-status")) {
            topic.of(
                    job.getLong("jobId"),
                    read -> read.stream().anyMatch(event -> event.value().contains("\"to\":\"Completed\"")),
                    LIMIT);
        }
        given().get("/api/sync/v1/dead-letters").then().statusCode(200);
        assertEquals(0, sessions("not s.ssl"));
        assertEquals(1, sessions("s.ssl and a.query = 'listen sync_job_event'"));
        service.close();
        assertNoPassword(service);
    }

    /** Sessions of the service. */
    private static int sessions(String condition) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl() + "?user=postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid) where a.usename = 'sync' and "
                                + condition)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void noTokenAddressOrContentIsInTheLog_alsoWhereItSaysEverything() throws Exception {
        var keys = Tokens.keyPair();
        String token = Tokens.claims("ann", Set.of("sync-admin"), List.of("*")).sign(keys.getPrivate());
        var settings = settings(authority);
        settings.put("SYNC_SECURITY", "oidc");
        settings.put(
                "QUARKUS_OIDC_PUBLIC_KEY",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
        settings.put("QUARKUS_OIDC_TOKEN_AUDIENCE", Tokens.AUDIENCE);
        settings.put("QUARKUS_MAILER_HOST", "localhost");
        settings.put("QUARKUS_MAILER_PORT", Integer.toString(PackagedService.freePort()));
        settings.put("QUARKUS_LOG_CATEGORY__COM_RELATIVITY_SYNC__LEVEL", "DEBUG");
        Files.writeString(
                home.resolve("imports/marked.dat"),
                "Control Number|Note|Amount\nT-1|mark-of-content|1\nT-2|mark-of-content|mark-of-no-number\n");
        try (var service = start("marked", settings)) {
            service.awaitReady(LIMIT);
            RestAssured.authentication = RestAssured.oauth2(token);
            var matter = Case.create();
            matter.importIntoSource(
                    "marked.dat", Map.of("columnDelimiter", "|", "fieldTypes", Map.of("Amount", "WholeNumber")));
            matter.run(matter.parameters(
                    Map.of("emailNotifications", Map.of("emails", List.of("mark-of-mail@example.org")))));
            given().body("{\"jobName\":\"mark-of-body\",}")
                    .contentType("application/json")
                    .post("/api/sync/v1/workspaces/" + matter.source + "/jobs/document")
                    .then()
                    .statusCode(400);
            given().auth()
                    .none()
                    .header("Authorization", "Bearer mark-of-token." + token)
                    .get("/api/sync/v1/jobs")
                    .then()
                    .statusCode(401);
            String log = Files.readString(service.log());
            assertThat(log, containsString("DEBUG"));
            assertThat(log, not(containsString("mark-of-")));
            assertThat(log, not(containsString(token.substring(token.lastIndexOf('.')))));
        } finally {
            RestAssured.reset();
        }
    }

    @Test
    void aServerWhoseCertificateAStrangerSigned_isWaitedFor_andTheLogSaysWhy() throws Exception {
        try (var service = start("distrusting", settings(stranger))) {
            assertWaits(service, "PostgreSQL");
            assertThat(Files.readString(service.log()), containsString("PKIX path"));
            assertNoPassword(service);
        }
    }

    @Test
    void aWrongPassword_isWaitedFor_andTheLogSaysWhy() throws Exception {
        var settings = settings(authority);
        settings.put("QUARKUS_DATASOURCE_PASSWORD", "wrong-" + DATABASE_PASSWORD);
        settings.put("KAFKA_SASL_JAAS_CONFIG", jaas("wrong-" + BROKER_PASSWORD));
        try (var service = start("mistaken", settings)) {
            assertWaits(service, "PostgreSQL");
            String log = Files.readString(service.log());
            assertThat(log, containsString("password authentication failed"));
            assertThat(log, containsString("Authentication failed during authentication"));
            assertNoPassword(service);
        }
    }

    private static void assertWaits(PackagedService service, String missing) {
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> given().get("/q/health/live").then().statusCode(200));
        given().get("/q/health/ready").then().statusCode(503).body(containsString(missing));
        assertEquals(true, service.process().isAlive());
    }

    private static void assertNoPassword(PackagedService service) throws IOException {
        assertThat(
                Files.readString(service.log()),
                not(org.hamcrest.Matchers.anyOf(
                        containsString("mark-of-the-database"), containsString("mark-of-the-broker"))));
    }
}
