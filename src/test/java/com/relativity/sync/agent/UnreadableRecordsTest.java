package com.relativity.sync.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What happens to records that cannot be read while Kafka does not take dead letters. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class UnreadableRecordsTest {

    private static final String DEAD = "sync.job-submitted.dead-letter";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject
    UnreadableRecords unreadable;

    @Inject
    AgentSettings settings;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private Admin admin;

    @BeforeEach
    void open() {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    @Tag("G13")
    void aRecordIsAcknowledgedOnlyWhenItIsADeadLetter_howeverOftenThatFails() throws Exception {
        remove();
        take();
        await().atMost(LIMIT).until(unreadable::isFailing);
        assertEquals(0, acknowledged.get());

        make();

        await().atMost(LIMIT).until(() -> acknowledged.get() == 1);
        await().atMost(LIMIT).until(() -> !unreadable.isFailing());
    }

    @Test
    void asManyWaitAsMay_andFurtherOnesAreTakenWhenThereIsRoom() throws Exception {
        remove();
        for (int i = 1; i < settings.mostDeadLetters(); i++) {
            assertTrue(take().isDone());
        }

        var last = take();

        assertFalse(last.isDone());
        make();
        last.get();
        await().atMost(LIMIT).until(() -> acknowledged.get() == settings.mostDeadLetters());
    }

    /** Waits until the broker, which hears of it from the controller, no longer takes records. */
    private void remove() throws Exception {
        admin.deleteTopics(List.of(DEAD)).all().get();
        await().atMost(LIMIT)
                .until(() -> admin.describeTopics(List.of(DEAD))
                        .topicNameValues()
                        .get(DEAD)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .handle((topic, unknown) -> unknown != null)
                        .get());
    }

    private void make() throws Exception {
        admin.createTopics(List.of(new NewTopic(DEAD, 12, (short) 1))).all().get();
    }

    private CompletableFuture<Void> take() {
        byte[] value = "unreadable".getBytes(StandardCharsets.UTF_8);
        var record = new ConsumerRecord<byte[], byte[]>("sync.job-submitted", 0, 0, null, value);
        return unreadable
                .take(record, "It is a test's", Message.of(value, this::acknowledge))
                .subscribeAsCompletionStage();
    }

    private CompletionStage<Void> acknowledge() {
        acknowledged.incrementAndGet();
        return CompletableFuture.completedFuture(null);
    }
}
