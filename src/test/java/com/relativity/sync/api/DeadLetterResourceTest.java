package com.relativity.sync.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.embedded.TopicReader;
import com.relativity.sync.support.ApiOnly;
import com.relativity.sync.support.Case;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Dead letters as a process shows and sends them that has the role api and nothing else. */
@QuarkusTest
@TestProfile(ApiOnly.class)
@QuarkusTestResource(EmbeddedServices.class)
class DeadLetterResourceTest {

    private static final String SUBMITTED = "sync.job-submitted";
    private static final String DEAD = "sync.job-submitted.dead-letter";
    private static final String PATH = "/api/sync/v1/dead-letters";
    private static final long START = 1_700_000_000_000L;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void anEmptyTopic() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        removeTopics();
        make();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 8_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void close() throws Exception {
        producer.close();
        removeTopics();
        admin.close();
    }

    /**
     * The letters are of another year, and the broker must not find that their time is over.
     *
     * <p>Waits until the broker, which hears of it from the controller, serves the new topics and not those of the test before.
     */
    private void make() throws Exception {
        var made = admin.createTopics(List.of(
                new NewTopic(SUBMITTED, 3, (short) 1),
                new NewTopic(DEAD, 3, (short) 1)
                        .configs(Map.of("max.message.bytes", "8000000", "retention.ms", "-1"))));
        for (String topic : List.of(SUBMITTED, DEAD)) {
            var id = made.topicId(topic).get();
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic)
                            .get()
                            .topicId()
                            .equals(id));
        }
    }

    private void removeTopics() {
        for (String topic : List.of(SUBMITTED, DEAD)) {
            Awaitility.await()
                    .until(() -> isUnknown(admin.deleteTopics(List.of(topic)).all()));
            Awaitility.await()
                    .until(() -> isUnknown(admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic)));
        }
    }

    private static boolean isUnknown(KafkaFuture<?> answer) throws InterruptedException {
        try {
            answer.get();
            return false;
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof UnknownTopicOrPartitionException;
        }
    }

    private void letter(int partition, int second, String key, byte[] value) throws Exception {
        var record = new ProducerRecord<>(
                DEAD,
                partition,
                START + second * 1000L,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value);
        record.headers().add("own", new byte[] {1}).add("dead-letter-reason", "why".getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
    }

    private void letters(int... seconds) throws Exception {
        for (int second : seconds) {
            letter(second % 3, second, Integer.toString(second), new byte[] {1});
        }
    }

    private static ValidatableResponse list(int limit) {
        return given().get(PATH + "?limit=" + limit).then().statusCode(200);
    }

    private static ValidatableResponse redrive(Object body) {
        return Case.post(PATH + "/redrive", body);
    }

    @Test
    void whereTheTopicDoesNotExist_thereIsNoDeadLetter() {
        removeTopics();

        list(50).body("items", empty());
        redrive(Map.of()).statusCode(200).body("redriven", is(0)).body("skipped", is(0));
        redrive(Map.of("partition", 0, "offset", 0)).statusCode(422);
    }

    @Test
    void theNewestOfAllPartitions_comeFirst() throws Exception {
        letters(1, 2, 3, 4, 5, 6, 7, 8, 9);

        list(50).body("items.key", contains("9", "8", "7", "6", "5", "4", "3", "2", "1"));
        list(4).body("items.key", contains("9", "8", "7", "6"))
                .body("items[0].at", is("2023-11-14T22:13:29Z"))
                .body("items[0].partition", is(0))
                .body("items[0].offset", is(2))
                .body("items[0].reason", is("why"));
        given().get(PATH).then().statusCode(200).body("items", hasSize(9));
    }

    @Test
    void redrivenOnes_makeRoomForOlderOnes() throws Exception {
        letters(1, 2, 3, 4, 5, 6, 7, 8, 9);
        for (int second : new int[] {9, 6, 8}) {
            redrive(Map.of("partition", second % 3, "offset", (second - 1) / 3))
                    .statusCode(200)
                    .body("redriven", is(1));
        }

        list(4).body("items.key", contains("7", "5", "4", "3"));
        redrive(Map.of()).statusCode(200).body("redriven", is(6)).body("skipped", is(3));
        list(4).body("items", empty());
        redrive(Map.of()).statusCode(200).body("redriven", is(0)).body("skipped", is(9));
        try (var reader = new TopicReader(bootstrapServers, SUBMITTED)) {
            for (long key = 1; key <= 9; key++) {
                var back = reader.of(key, read -> !read.isEmpty(), Duration.ofSeconds(10));
                assertEquals(1, back.size());
                assertEquals(List.of("own"), List.copyOf(back.get(0).headers().keySet()));
            }
        }
    }

    @Test
    void keysAndValuesOfEveryKind_areShown() throws Exception {
        letter(0, 1, null, null);
        letter(0, 2, "", new byte[0]);
        letter(0, 3, "ключ\u0000\n\"", new byte[] {0, (byte) 0xff});
        letter(0, 4, "base64:AA==", new byte[] {1});
        producer.send(new ProducerRecord<>(DEAD, 0, START + 5000, new byte[] {(byte) 0xc0}, new byte[] {1}))
                .get();

        list(50).body(
                        "items.key",
                        contains("base64:wA==", "base64:" + base64("base64:AA=="), "ключ\u0000\n\"", "", null))
                .body("items.value", contains("AQ==", "AQ==", "AP8=", "", null))
                .body("items[0].reason", containsString("no header dead-letter-reason"));
    }

    @Test
    void anAnswerIsNoLargerThanMayBeShown_butOneLetterIs() throws Exception {
        for (int second = 1; second <= 5; second++) {
            letter(second % 3, second, Integer.toString(second), new byte[3_000_000]);
        }
        list(50).body("items.key", contains("5", "4"));

        letter(0, 6, "6", new byte[7_900_000]);

        list(50).body("items.key", contains("6"));
    }

    @Test
    void aLetterThatKafkaDoesNotTakeBack_isSkippedAndStays_andTheOthersGo() throws Exception {
        letter(0, 1, "1", new byte[] {1});
        letter(0, 2, "2", new byte[1_500_000]);
        letter(0, 3, "3", new byte[] {1});

        redrive(Map.of()).statusCode(200).body("redriven", is(2)).body("skipped", is(1));

        list(50).body("items.key", contains("2"));
    }

    @Test
    void aLetterThatKafkaDoesNotTakeBackNow_staysInTheList() throws Exception {
        letters(3);
        admin.deleteTopics(List.of(SUBMITTED)).all().get();

        redrive(Map.of()).statusCode(503).header("Retry-After", notNullValue()).body("detail", containsString("Kafka"));
        list(50).body("items.key", contains("3"));

        admin.createTopics(List.of(new NewTopic(SUBMITTED, 3, (short) 1))).all().get();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> redrive(Map.of()).statusCode(200).body("redriven", is(1)));
        list(50).body("items", empty());
    }

    @Test
    void aLetterOfANewTopic_isNotTakenForTheOldOnes() throws Exception {
        letters(3);
        redrive(Map.of()).statusCode(200).body("redriven", is(1));
        removeTopics();
        make();

        letters(6);

        list(50).body("items.key", contains("6")).body("items[0].offset", is(0));
        redrive(Map.of("partition", 0, "offset", 0)).statusCode(200).body("redriven", is(1));
    }

    @Test
    void aLetterWhoseRetentionHasEnded_isNoneAnyMore() throws Exception {
        letters(3, 6, 9);
        redrive(Map.of("partition", 0, "offset", 1)).statusCode(200).body("redriven", is(1));
        admin.deleteRecords(Map.of(new TopicPartition(DEAD, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();

        list(50).body("items.key", contains("9"));
        redrive(Map.of("partition", 0, "offset", 1))
                .statusCode(422)
                .body("type", is("urn:sync:problem:rule-violation"))
                .body("violations.field", contains("offset"));
        redrive(Map.of()).statusCode(200).body("redriven", is(1)).body("skipped", is(0));
        list(50).body("items", empty());
    }

    @Test
    void anOffsetBeyondTheEnd_namesNoLetter() throws Exception {
        letters(3);

        redrive(Map.of("partition", 0, "offset", 1)).statusCode(422);
        redrive(Map.of("partition", 3, "offset", 0)).statusCode(422).body("violations.field", contains("partition"));
        redrive(Map.of("partition", 0, "offset", 0)).statusCode(200).body("redriven", is(1));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
