package com.relativity.sync.deadletter;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.relay.TopicSettings;

/** The dead letter topic as the broker has it. Belongs to no consumer group and leaves nothing there. */
@ApplicationScoped
class LetterBroker {

    private final Map<String, Object> kafka;
    private final String topic;
    private final DeadLetterSettings settings;
    private final ExecutorService workers;

    LetterBroker(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            TopicSettings topics,
            DeadLetterSettings settings) {
        this.kafka = kafka;
        this.topic = topics.deadLetter();
        this.settings = settings;
        this.workers = Executors.newFixedThreadPool(settings.calls(), work -> {
            var thread = new Thread(work, "dead-letters");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Fails with {@link DependencyDown} when no broker answers in time. */
    Uni<LetterTopic> look() {
        return onWorker(() -> {
            var admin = Admin.create(configuration(AdminClientConfig.configNames()));
            try {
                return look(admin);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                    return LetterTopic.MISSING;
                }
                throw new DependencyDown("Kafka", failed.getCause());
            } finally {
                admin.close(Duration.ZERO);
            }
        });
    }

    private LetterTopic look(Admin admin) throws ExecutionException, InterruptedException {
        var description = admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get();
        var partitions = description.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        var from = offsets(admin, partitions, OffsetSpec.earliest());
        var to = offsets(admin, partitions, OffsetSpec.latest());
        return new LetterTopic(
                new UUID(
                        description.topicId().getMostSignificantBits(),
                        description.topicId().getLeastSignificantBits()),
                partitions.stream()
                        .map(partition -> new LetterTopic.Offsets(
                                partition.partition(),
                                from.get(partition).offset(),
                                to.get(partition).offset()))
                        .toList());
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, any -> which)))
                .all()
                .get();
    }

    /** Reads these offsets. */
    LetterReader reader(List<LetterTopic.Offsets> offsets) {
        var configuration = configuration(ConsumerConfig.configNames());
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configuration.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return new LetterReader(configuration, topic, offsets);
    }

    /** Blocking work of this room; a failure of Kafka comes out as {@link DependencyDown}. */
    <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .item(Unchecked.supplier(work::call))
                .runSubscriptionOn(workers)
                .onFailure(KafkaException.class)
                .transform(away -> new DependencyDown("Kafka", away));
    }

    private Map<String, Object> configuration(Set<String> names) {
        Map<String, Object> configuration = kafka.entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        int timeout = Math.toIntExact(settings.timeout().toMillis());
        configuration.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        configuration.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        return configuration;
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }
}
