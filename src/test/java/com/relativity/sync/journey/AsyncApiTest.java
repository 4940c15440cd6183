package com.relativity.sync.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.embedded.TopicReader;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Holds docs/asyncapi.yaml against the records that a run really publishes. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class AsyncApiTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static JsonNode document;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @BeforeAll
    static void read() throws IOException {
        document = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(Path.of("docs", "asyncapi.yaml")));
    }

    @Test
    void everyRecordOfARunIsAsTheDocumentSays() throws IOException {
        var matter = Case.create();
        var load = DatFile.withColumns("Control Number", "Note");
        for (int i = 0; i < 5; i++) {
            load.row("D-" + i, "Note");
        }
        matter.importIntoSource(Case.importFiles("load.dat", load.bytes(), Map.of()), Map.of());

        long jobId = matter.run(matter.parameters(Map.of())).getLong("jobId");

        check("jobStatus", records("jobStatus", jobId, read -> ended(read)), Set.of("sync.job.status-changed.v1"));
        check("jobSubmitted", records("jobSubmitted", jobId, read -> !read.isEmpty()), Set.of("sync.job.submitted.v1"));
    }

    @Test
    void everyMessageButATombstoneHasAnExample_asItsSchemasSay() {
        document.at("/components/messages").properties().forEach(message -> {
            JsonNode examples = message.getValue().path("examples");
            assertFalse(examples.isEmpty() && !message.getKey().equals("cancellationSettled"), message.getKey());
            for (JsonNode example : examples) {
                assertEquals(Set.of(), faults(name(message.getValue().at("/headers/$ref")), example.get("headers")));
                JsonNode payload = message.getValue().at("/payload/$ref");
                if (!payload.isMissingNode()) {
                    assertEquals(Set.of(), faults(name(payload), example.get("payload")), message.getKey());
                    assertEquals(
                            message.getValue().get("name").asText(),
                            example.at("/headers/ce_type").asText());
                }
            }
        });
    }

    private static String name(JsonNode reference) {
        return reference.asText().substring(reference.asText().lastIndexOf('/') + 1);
    }

    @Test
    void aCancelIsToldAndSettledAsTheDocumentSays() throws IOException {
        var matter = Case.create();
        var parameters = matter.parameters(Map.of());
        long jobId = 0;
        int answer = 0;
        // A job that ends before the cancel comes tells nothing on this topic, so another one is taken.
        for (int tries = 0; tries < 20 && answer != 202; tries++) {
            parameters.put("correlationId", "cancel-" + tries);
            jobId = matter.submit(parameters)
                    .statusCode(202)
                    .extract()
                    .jsonPath()
                    .getLong("jobId");
            answer = Case.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of())
                    .extract()
                    .statusCode();
        }
        assertEquals(202, answer);
        Case.ended(jobId);

        var records = records("jobCancellation", jobId, read -> read.size() >= 2);

        assertEquals(2, records.size());
        check("jobCancellation", records.subList(0, 1), Set.of("sync.job.cancellation-requested.v1"));
        assertEquals(null, records.get(1).value());
    }

    @Test
    void aRecordThatCannotBeReadIsKeptAsTheDocumentSays() throws Exception {
        long key = 9_000_000_000_000_123L;
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("sync.job-submitted", Long.toString(key), "no JSON"))
                    .get();
        }

        var records = records("jobSubmittedDeadLetter", key, read -> !read.isEmpty());

        assertFalse(records.isEmpty());
        var headers = new ObjectMapper().valueToTree(records.get(0).headers());
        assertEquals(Set.of(), faults("deadLetterHeaders", headers));
        assertEquals("no JSON", records.get(0).value());
    }

    private List<TopicReader.Record> records(
            String channel, long jobId, java.util.function.Predicate<List<TopicReader.Record>> enough) {
        String topic = document.at("/channels/" + channel + "/address").asText();
        try (var reader = new TopicReader(bootstrapServers, topic)) {
            return reader.of(jobId, enough, LIMIT);
        }
    }

    private static void check(String channel, List<TopicReader.Record> records, Set<String> typesThatMustCome)
            throws IOException {
        assertFalse(records.isEmpty(), "no record on " + channel);
        var types = new TreeSet<String>();
        for (TopicReader.Record record : records) {
            types.add(record.type());
            String message = messageOf(channel, record.type());
            var headers = new ObjectMapper().valueToTree(record.headers());
            assertEquals(Set.of(), faults("cloudEventHeaders", headers), "headers of " + record);
            JsonNode value = record.value() == null ? NullNode.instance : new ObjectMapper().readTree(record.value());
            String schema = document.at("/components/messages/" + message + "/payload/$ref")
                    .asText();
            assertEquals(Set.of(), faults(schema.substring(schema.lastIndexOf('/') + 1), value), "value of " + record);
        }
        types.retainAll(typesThatMustCome);
        assertEquals(typesThatMustCome, types);
    }

    private static String messageOf(String channel, String type) {
        for (JsonNode reference : document.at("/channels/" + channel + "/messages")) {
            String message = reference.get("$ref").asText();
            String name = message.substring(message.lastIndexOf('/') + 1);
            if (document.at("/components/messages/" + name + "/name").asText().equals(type)) {
                return name;
            }
        }
        throw new AssertionError("The document knows no message " + type + " on " + channel);
    }

    private static Set<String> faults(String schema, JsonNode value) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", document.get("components"));
        var faults = new TreeSet<String>();
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(root)
                .validate(value)
                .forEach(fault -> faults.add(fault.getMessage()));
        return faults;
    }

    private static boolean ended(List<TopicReader.Record> records) {
        return records.stream().anyMatch(record -> record.value().contains("\"to\":\"Completed"));
    }
}
