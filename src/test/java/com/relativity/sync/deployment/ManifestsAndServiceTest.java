package com.relativity.sync.deployment;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import com.relativity.sync.deployment.Manifests.Kind;
import com.relativity.sync.embedded.EmbeddedServices;

import static com.relativity.sync.deployment.Kustomization.name;
import static com.relativity.sync.deployment.Manifests.each;
import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What the manifests say of the service, asked of the service as it runs. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class ManifestsAndServiceTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "mp.messaging.incoming.job-submitted.group.id")
    String agents;

    @ConfigProperty(name = "mp.messaging.incoming.job-cancellation.group.id")
    String cancellations;

    @Test
    void whatProbesAndPrometheusAsk_isAnswered() throws IOException {
        var production = Manifests.of("overlays/production");
        var paths = new TreeSet<String>();
        for (ObjectNode object : production.objects()) {
            object.findValues("httpGet")
                    .forEach(probe -> paths.add(probe.get("path").asText()));
        }
        production
                .of(Kind.ServiceMonitor)
                .forEach(monitor -> each(monitor.at("/spec/endpoints"))
                        .forEach(endpoint -> paths.add(endpoint.get("path").asText())));

        assertEquals(Set.of("/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics"), paths);
        paths.forEach(path -> given().get(path).then().statusCode(200));
    }

    @Test
    void whatKedaScalesBy_isANumberInTheWorkload() throws IOException {
        var scaled = Manifests.of("overlays/production").of(Kind.ScaledObject).get(0);
        for (JsonNode trigger : scaled.at("/spec/triggers")) {
            String url = trigger.at("/metadata/url").asText();

            given().get(url.replaceFirst("^http://[^/]+", ""))
                    .then()
                    .statusCode(200)
                    .body(trigger.at("/metadata/valueLocation").asText(), instanceOf(Integer.class));
        }
    }

    @Test
    void topicsOfStrimzi_areAsTheServiceWouldMakeThem() throws IOException, InterruptedException, ExecutionException {
        var topics = Manifests.of("strimzi").of(Kind.KafkaTopic).stream()
                .collect(Collectors.toMap(Kustomization::name, topic -> topic.get("spec")));
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var made = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith("sync."))
                    .collect(Collectors.toSet());
            assertEquals(made, topics.keySet());
            for (var description :
                    admin.describeTopics(made).allTopicNames().get().values()) {
                assertEquals(
                        description.partitions().size(),
                        topics.get(description.name()).get("partitions").asInt(),
                        description.name());
            }
            var resources = made.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            for (var configuration :
                    admin.describeConfigs(resources).all().get().entrySet()) {
                String topic = configuration.getKey().name();
                for (var entry : configuration.getValue().entries()) {
                    // What the broker itself is set to is the broker's matter.
                    if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                        assertEquals(
                                entry.value(),
                                topics.get(topic)
                                        .path("config")
                                        .path(entry.name())
                                        .asText(),
                                topic + ": " + entry.name());
                    }
                }
            }
        }
    }

    @Test
    void theUserOfStrimzi_mayUseTheTopicsAndGroupsOfTheService() throws IOException {
        var strimzi = Manifests.of("strimzi");
        var rules = each(strimzi.of(Kind.KafkaUser).get(0).at("/spec/authorization/acls"))
                .map(rule -> rule.get("resource"))
                .toList();

        assertEquals(
                strimzi.of(Kind.KafkaTopic).stream().map(Kustomization::name).collect(Collectors.toSet()),
                named(rules, "topic"));
        assertEquals(Set.of(agents, "sync-cancellations-"), named(rules, "group"));
        assertThat(cancellations, startsWith("sync-cancellations-"));
        assertEquals(
                "sync-rap-kafka",
                name(strimzi.of(Kind.KafkaUser).get(0)),
                "Strimzi names the Secret after the user, and the pods ask for it by that name");
    }

    private static Set<String> named(List<JsonNode> resources, String type) {
        return resources.stream()
                .filter(resource -> resource.get("type").asText().equals(type))
                .map(resource -> resource.get("name").asText())
                .collect(Collectors.toSet());
    }
}
