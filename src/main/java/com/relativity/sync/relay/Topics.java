package com.relativity.sync.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

import com.relativity.sync.problem.DependencyDown;

/**
 * Makes the topics that are missing, with the cleanup policy that their readers rely on. Where all are there, no right to make any is needed.
 */
@ApplicationScoped
public class Topics {

    private static final Logger LOG = Logger.getLogger(Topics.class);

    /** Well below the time that a process takes for its start. */
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(5);

    private final Map<String, Object> kafka;
    private final TopicSettings settings;

    Topics(@Identifier("default-kafka-broker") Map<String, Object> kafka, TopicSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
    }

    /** Done when all topics are there; fails with {@link DependencyDown} when no broker answers. It can be called again. */
    public Uni<Void> make() {
        return Uni.createFrom().deferred(() -> {
            var admin = Admin.create(configuration());
            var topics = topics();
            var there = admin.describeTopics(topics.stream().map(NewTopic::name).toList())
                    .topicNameValues();
            return Uni.join()
                    .all(topics.stream()
                            .map(topic -> Uni.createFrom()
                                    .completionStage(there.get(topic.name()).toCompletionStage())
                                    .replaceWithVoid()
                                    .onFailure(failure -> is(failure, UnknownTopicOrPartitionException.class))
                                    .recoverWithUni(() -> make(admin, topic)))
                            .toList())
                    .andCollectFailures()
                    .replaceWithVoid()
                    .onFailure()
                    .transform(away -> new DependencyDown("Kafka", away))
                    .onTermination()
                    .invoke(() -> admin.close(Duration.ZERO));
        });
    }

    private Map<String, Object> configuration() {
        Map<String, Object> configuration = kafka.entrySet().stream()
                .filter(entry -> AdminClientConfig.configNames().contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        configuration.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_WAIT.toMillis());
        configuration.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WAIT.toMillis());
        return configuration;
    }

    private static Uni<Void> make(Admin admin, NewTopic topic) {
        return Uni.createFrom()
                .completionStage(() -> admin.createTopics(List.of(topic)).all().toCompletionStage())
                .invoke(() -> LOG.infof("Topic %s made", topic.name()))
                // another process was quicker
                .onFailure(failure -> is(failure, TopicExistsException.class))
                .recoverWithNull();
    }

    private static boolean is(Throwable failure, Class<? extends Throwable> kind) {
        return kind.isInstance(failure) || kind.isInstance(failure.getCause());
    }

    private List<NewTopic> topics() {
        return List.of(
                topic(settings.jobSubmitted(), Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "delete")),
                topic(settings.jobCancellation(), Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")),
                topic(
                        settings.jobStatus(),
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                "delete",
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(settings.statusRetention().toMillis()))),
                topic(
                        settings.deadLetter(),
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                "delete",
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(settings.deadLetterRetention().toMillis()),
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(settings.deadLetterBytes()))));
    }

    private NewTopic topic(String name, Map<String, String> configuration) {
        return new NewTopic(name, Optional.of(settings.partitions()), Optional.of(settings.replicas()))
                .configs(configuration);
    }
}
