package com.relativity.sync.journey;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Case;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Records that cannot be read, from the job-submitted topic to the dead letters and back. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class DeadLetterJourneyTest {

    private static final String SUBMITTED = "sync.job-submitted";
    private static final String DEAD = "sync.job-submitted.dead-letter";
    private static final String PATH = "/api/sync/v1/dead-letters";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    MeterRegistry metrics;

    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void open() {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "compression.type",
                        "gzip",
                        "max.request.size",
                        8_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    @Tag("G13")
    void aRecordThatCannotBeRead_isKeptWithItsBytes_andWithWhyAndWhereFrom() throws Exception {
        byte[] key = {(byte) 0xff, 0, 1};
        byte[] value = bytes("no JSON \u0000 " + UUID.randomUUID());
        double before = metrics.counter("sync.dead.letters").count();
        var written = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        var record = new ProducerRecord<>(SUBMITTED, 5, written.toEpochMilli(), key, value);
        record.headers()
                .add("ce_type", new byte[] {(byte) 0xfe})
                .add("nothing", null)
                .add("dead-letter-reason", new byte[] {7});

        var sent = producer.send(record).get();

        var letter = letter(value);
        assertArrayEquals(key, letter.key());
        var headers = new ArrayList<String>();
        letter.headers().forEach(header -> headers.add(header.key()));
        assertEquals(
                List.of(
                        "ce_type",
                        "nothing",
                        "dead-letter-reason",
                        "dead-letter-reason",
                        "dead-letter-topic",
                        "dead-letter-partition",
                        "dead-letter-offset",
                        "dead-letter-timestamp"),
                headers);
        assertArrayEquals(
                new byte[] {(byte) 0xfe}, letter.headers().lastHeader("ce_type").value());
        assertNull(letter.headers().lastHeader("nothing").value());
        assertEquals("The key is no job id", header(letter, "dead-letter-reason"));
        assertEquals(SUBMITTED, header(letter, "dead-letter-topic"));
        assertEquals("5", header(letter, "dead-letter-partition"));
        assertEquals(Long.toString(sent.offset()), header(letter, "dead-letter-offset"));
        assertEquals(written.toString(), header(letter, "dead-letter-timestamp"));
        assertTrue(metrics.counter("sync.dead.letters").count() > before);
        var shown = shown(value);
        assertEquals(letter.partition(), shown.get("partition"));
        assertEquals(letter.offset(), ((Number) shown.get("offset")).longValue());
        assertEquals("The key is no job id", shown.get("reason"));
        assertEquals("base64:/wAB", shown.get("key"));
    }

    @Test
    @Tag("G13")
    void everyKindOfStrangeRecordIsKept_andAGoodJobRunsMeanwhile() throws Exception {
        String mark = UUID.randomUUID().toString();
        var strange = List.of(
                record(null, mark + 1),
                record("", mark + 2),
                record("abc", mark + 3),
                record("17", "{\"jobId\":18,\"mark\":\"" + mark + "\"}"),
                record("17", mark + 4),
                new ProducerRecord<byte[], byte[]>(SUBMITTED, null, null));
        for (var record : strange) {
            producer.send(record).get();
        }

        var matter = Case.create();
        var job = matter.run(matter.parameters(Map.of()));

        assertEquals("Completed", job.getString("status"));
        for (var record : strange.subList(0, 5)) {
            assertEquals(
                    record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
                    shown(record.value()).get("key"));
        }
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        items().stream().anyMatch(letter -> letter.get("key") == null && letter.get("value") == null));
        assertTrue(
                items().stream()
                        .noneMatch(letter -> Long.toString(job.getLong("jobId")).equals(letter.get("key"))),
                "a record of the relay is among the dead letters");
    }

    @Test
    void theList_isNewestFirst_andNoLongerThanAsked() throws Exception {
        var sent = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            String value = "in order " + i + " " + UUID.randomUUID();
            sent.add(0, value);
            producer.send(record("order", value)).get();
            shown(bytes(value));
        }

        var newest = Case.get(PATH + "?limit=3").<Map<String, Object>>getList("items");

        assertEquals(
                sent, newest.stream().map(letter -> text(letter.get("value"))).toList());
    }

    @Test
    void aLetterThatIsRedriven_goesBackAsItWas_leavesTheList_andIsNotRedrivenAgain() throws Exception {
        byte[] value = bytes("redriven " + UUID.randomUUID());
        var record = new ProducerRecord<>(SUBMITTED, bytes("k"), value);
        record.headers()
                .add("own", new byte[] {1})
                .add("dead-letter-offset", new byte[] {2})
                .add("own", new byte[] {3});
        producer.send(record).get();
        var shown = shown(value);
        var which = Map.of("partition", shown.get("partition"), "offset", shown.get("offset"));

        redrive(which).statusCode(200).body("redriven", is(1)).body("skipped", is(0));
        redrive(which).statusCode(200).body("redriven", is(0)).body("skipped", is(1));

        var back = Awaitility.await().atMost(LIMIT).until(() -> records(SUBMITTED, value), found -> found.size() == 2);
        for (var one : back) {
            assertArrayEquals(record.key(), one.key());
            var headers = new ArrayList<String>();
            one.headers().forEach(header -> headers.add(header.key() + header.value()[0]));
            assertEquals(List.of("own1", "dead-letter-offset2", "own3"), headers);
        }
        var again = Awaitility.await().atMost(LIMIT).until(() -> records(DEAD, value), found -> found.size() == 2);
        var offsets = items().stream()
                .filter(letter -> text(value).equals(letter.get("value")))
                .map(letter -> ((Number) letter.get("offset")).longValue())
                .toList();
        assertEquals(List.of(again.get(1).offset()), offsets, "only the new letter is in the list");
    }

    @Test
    @Tag("G13")
    void allAreRedrivenOnce_howeverManyAskAtOnce() throws Exception {
        var values = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            values.add("all " + UUID.randomUUID());
            producer.send(new ProducerRecord<>(SUBMITTED, new byte[] {(byte) i}, bytes(values.get(i))));
        }
        Awaitility.await().atMost(LIMIT).until(() -> listed().containsAll(values));
        int listedBefore = listed().size();
        long redrivenBefore = offsets(DEAD) - listedBefore;
        long submittedBefore = offsets(SUBMITTED);

        var callers = IntStream.range(0, 6)
                .mapToObj(caller -> CompletableFuture.supplyAsync(() ->
                        redrive(Map.of()).statusCode(200).extract().jsonPath().getInt("redriven")))
                .toList();
        int redriven = callers.stream().mapToInt(CompletableFuture::join).sum();

        assertTrue(redriven >= 40, redriven + " redriven");
        assertEquals(submittedBefore + redriven, offsets(SUBMITTED), "records that came back");
        // What came back becomes a dead letter again, and may have been redriven by a later one of the callers; but
        // none of them twice.
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            assertTrue(listed().containsAll(values));
            assertEquals(redrivenBefore + redriven, offsets(DEAD) - listed().size(), "letters that left the list");
        });
    }

    @Test
    @Tag("G13")
    void lettersThatKafkaDoesNotTakeYet_areWrittenLater_andAGoodJobRunsMeanwhile() throws Exception {
        var values = new ArrayList<String>();
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.deleteTopics(List.of(DEAD)).all().get();
            Awaitility.await().atMost(LIMIT).until(() -> items().isEmpty());
            redrive(Map.of()).statusCode(200).body("redriven", is(0)).body("skipped", is(0));
            redrive(Map.of("partition", 0, "offset", 0)).statusCode(422);
            // more than may wait
            for (int i = 0; i < 70; i++) {
                values.add("later " + UUID.randomUUID());
                producer.send(record("later" + i, values.get(i)));
            }
            producer.flush();
            var matter = Case.create();
            assertEquals("Completed", matter.run(matter.parameters(Map.of())).getString("status"));

            admin.createTopics(List.of(new NewTopic(DEAD, 12, (short) 1))).all().get();
        }

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> listed().containsAll(values));
    }

    @Test
    void aRecordAsLargeAsKafkaTakes_isKeptWhole() throws Exception {
        var random = new byte[1_040_000];
        new Random(1).nextBytes(random);

        producer.send(new ProducerRecord<>(SUBMITTED, null, random)).get();

        assertNull(shown(random).get("key"));
    }

    @Test
    void aRecordThatIsLargerThanTheDeadLettersTake_isToldAndDoesNotHoldUpOthers() throws Exception {
        var sent = producer.send(new ProducerRecord<>(SUBMITTED, bytes("large"), new byte[5_000_000]))
                .get();

        var letter = Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> items().stream()
                                .filter(one -> ((String) one.get("reason"))
                                        .contains("offset " + sent.offset() + " of partition " + sent.partition()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();

        assertNull(letter.get("value"));
        assertTrue(((String) letter.get("reason")).contains("5000005 bytes"));
        redrive(Map.of("partition", letter.get("partition"), "offset", letter.get("offset")))
                .statusCode(200)
                .body("redriven", is(0))
                .body("skipped", is(1));
    }

    @Test
    void offsetsOfUnreadableRecords_areCommitted() throws Exception {
        byte[] value = bytes("committed " + UUID.randomUUID());
        var sent =
                producer.send(new ProducerRecord<>(SUBMITTED, 7, null, value)).get();
        shown(value);

        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Awaitility.await().atMost(LIMIT).until(() -> {
                var committed = admin.listConsumerGroupOffsets("sync-agents")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition(SUBMITTED, 7));
                return committed != null && committed.offset() > sent.offset();
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"partition\":0}|422|offset",
                "{\"offset\":0}|422|partition",
                "{\"partition\":null,\"offset\":0}|422|partition",
                "{\"partition\":-1,\"offset\":0}|422|partition",
                "{\"partition\":0,\"offset\":-1}|422|offset",
                "{\"partition\":9999,\"offset\":0}|422|partition",
                "{\"partition\":9223372036854775807,\"offset\":0}|422|partition",
                "{\"partition\":0,\"offset\":9223372036854775807}|422|offset",
                "{\"partition\":\"0\",\"offset\":0}|400|partition",
                "{\"partition\":0.5,\"offset\":0}|400|partition",
                "{\"partition\":true,\"offset\":0}|400|partition",
                "{\"partition\":0,\"offset\":[0]}|400|offset",
                "{\"partition\":0,\"offset\":0,\"force\":true}|400|force",
                "{\"partition\":0,\"offset\":99999999999999999999}|400|offset"
            })
    void aRequestThatNamesNoDeadLetter_isRefused(String body, int status, String field) {
        redrive(body).statusCode(status).contentType("application/problem+json").body("violations[0].field", is(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "null", "{", "17", "''"})
    void aBodyThatIsNoObject_isRefused(String body) {
        redrive(body).statusCode(400).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"0", "501", "-1", "x", "1.5"})
    void aLimitOutOfRange_isRefused(String limit) {
        given().queryParam("limit", limit).get(PATH).then().statusCode(400).body("detail", containsString("limit"));
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(SUBMITTED, key == null ? null : key.getBytes(StandardCharsets.UTF_8), bytes(value));
    }

    private static ValidatableResponse redrive(Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(PATH + "/redrive")
                .then();
    }

    private static List<String> listed() {
        return items().stream().map(letter -> text(letter.get("value"))).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How many records were ever written to the topic. */
    private long offsets(String topic) {
        try (var consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer, topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static List<Map<String, Object>> items() {
        return Case.get(PATH + "?limit=500").getList("items");
    }

    private Map<String, Object> shown(byte[] value) {
        return Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> items().stream()
                                .filter(letter -> text(value).equals(letter.get("value")))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private ConsumerRecord<byte[], byte[]> letter(byte[] value) {
        return Awaitility.await()
                .atMost(LIMIT)
                .until(() -> records(DEAD, value), found -> !found.isEmpty())
                .get(0);
    }

    /** All records of the topic with this value, oldest first. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic, byte[] value) {
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = consumer()) {
            var partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (Arrays.equals(record.value(), value)) {
                        found.add(record);
                    }
                });
            }
        }
        found.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        return found;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String text(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    private static String text(Object base64) {
        return base64 == null ? null : new String(Base64.getDecoder().decode((String) base64), StandardCharsets.UTF_8);
    }
}
