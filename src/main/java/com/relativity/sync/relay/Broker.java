package com.relativity.sync.relay;

import java.util.Map;
import java.util.stream.Collectors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.telemetry.WatchSettings;

/** Looks whether Kafka is there. */
@ApplicationScoped
public class Broker {

    private final Map<String, Object> kafka;
    private final int answerMillis;
    private Admin admin;

    Broker(@Identifier("default-kafka-broker") Map<String, Object> kafka, WatchSettings settings) {
        this.kafka = kafka;
        this.answerMillis = Math.toIntExact(settings.answer().toMillis());
    }

    /** Done when a broker answers, on whatever thread; fails with {@link DependencyDown} when none does in time. */
    public Uni<Void> look() {
        return Uni.createFrom()
                .completionStage(() -> client().describeCluster(new DescribeClusterOptions().timeoutMs(answerMillis))
                        .clusterId()
                        .toCompletionStage())
                .replaceWithVoid()
                .onFailure()
                .transform(away -> new DependencyDown("Kafka", away));
    }

    private synchronized Admin client() {
        if (admin == null) {
            Map<String, Object> configuration = kafka.entrySet().stream()
                    .filter(entry -> AdminClientConfig.configNames().contains(entry.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            configuration.put(AdminClientConfig.CLIENT_ID_CONFIG, "sync-watch");
            admin = Admin.create(configuration);
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(java.time.Duration.ZERO);
        }
    }
}
