package com.relativity.sync.deployment;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.relativity.sync.deployment.Manifests.Kind;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** That the checks of {@link ManifestsTest} can fail: each of them, by a mistake that is made by hand. */
class BrokenManifestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POD = "/spec/template/spec";
    private static final String CONTAINER = POD + "/containers/0";

    private static Manifests production;

    @BeforeAll
    static void readThem() throws IOException, ReflectiveOperationException {
        ManifestsTest.readWhatTheyAreHeldAgainst();
        production = Manifests.of("overlays/production");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                // what a cluster does not take
                mistake("property 'replica' is not defined", in(Kind.Deployment, "sync-rap-api", "/spec/replica", 3)),
                mistake(
                        "string found, integer expected",
                        in(Kind.Deployment, "sync-rap-api", "/spec/replicas", "three")),
                mistake("number found, integer expected", in(Kind.Deployment, "sync-rap-api", "/spec/replicas", 1.5)),
                mistake(
                        "boolean found, string expected",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/env/0/value", true)),
                mistake(
                        "required property 'template' not found",
                        without(Kind.Deployment, "sync-rap-relay", "/spec/template")),
                mistake(
                        "required property 'selector' not found",
                        without(Kind.Deployment, "sync-rap-relay", "/spec/selector")),
                mistake(
                        "property 'readOnly' is not defined",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/readOnly", true)),
                mistake(
                        "does not have a value in the enumeration",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/imagePullPolicy", "Sometimes")),
                mistake(
                        "There is no kind apps/v1beta1/Deployment",
                        in(Kind.Deployment, "sync-rap-api", "/apiVersion", "apps/v1beta1")),
                mistake(
                        "property 'triggerz' is not defined",
                        in(Kind.ScaledObject, "sync-rap-agent", "/spec/triggerz", JSON.createArrayNode())),
                mistake(
                        "integer found, string expected",
                        in(Kind.ScaledObject, "sync-rap-agent", "/spec/triggers/0/metadata/targetValue", 4)),
                mistake(
                        "required property 'scaleTargetRef' not found",
                        without(Kind.ScaledObject, "sync-rap-agent", "/spec/scaleTargetRef")),
                mistake(
                        "does not match the regex pattern",
                        in(Kind.ServiceMonitor, "sync-rap", "/spec/endpoints/0/interval", "half a minute")),
                // settings
                mistake("SYNC_AGENT_SLOT is no setting", setting("SYNC_AGENT_SLOT", "4")),
                mistake("SYNC_AGENT_SLOTS=many", setting("SYNC_AGENT_SLOTS", "many")),
                mistake("SYNC_AGENT_DRAIN_TIMEOUT=soon", setting("SYNC_AGENT_DRAIN_TIMEOUT", "soon")),
                mistake("SYNC_SECURITY=off", setting("SYNC_SECURITY", "off")),
                mistake("SYNC_ROLES=apis", in(Kind.Deployment, "sync-rap-api", CONTAINER + "/env/0/value", "apis")),
                mistake("QUARKUS_DATASOURCE_JDBC_URI is no setting", setting("QUARKUS_DATASOURCE_JDBC_URI", "x")),
                mistake("QUARKUS_MAILER_PORT=smtp", setting("QUARKUS_MAILER_PORT", "smtp")),
                mistake("QUARKUS_DATASOURCE_DB_KIND is no setting", setting("QUARKUS_DATASOURCE_DB_KIND", "mysql")),
                mistake("KAFKA_SASL_MECHANISMS is no setting", setting("KAFKA_SASL_MECHANISMS", "PLAIN")),
                mistake("KAFKA_SECURITY_PROTOCOL=TLS", setting("KAFKA_SECURITY_PROTOCOL", "TLS")),
                mistake(
                        "QUARKUS_DATASOURCE_PASSWORD stands in a ConfigMap",
                        setting("QUARKUS_DATASOURCE_PASSWORD", "secret")),
                mistake(
                        "stands in the open",
                        in(
                                Kind.Deployment,
                                "sync-rap-api",
                                CONTAINER + "/env/2",
                                JSON.createObjectNode()
                                        .put("name", "QUARKUS_DATASOURCE_PASSWORD")
                                        .put("value", "secret"))),
                // pods
                mistake(
                        "is not the version of pom.xml",
                        in(Kind.Deployment, "sync-rap-agent", CONTAINER + "/image", "sync-rap:latest")),
                mistake(
                        "may run as root",
                        in(Kind.Deployment, "sync-rap-agent", POD + "/securityContext/runAsNonRoot", false)),
                mistake(
                        "may write to its image",
                        without(
                                Kind.Deployment,
                                "sync-rap-agent",
                                CONTAINER + "/securityContext/readOnlyRootFilesystem")),
                mistake(
                        "may gain rights",
                        without(
                                Kind.Deployment,
                                "sync-rap-agent",
                                CONTAINER + "/securityContext/allowPrivilegeEscalation")),
                mistake(
                        "keeps capabilities",
                        without(Kind.Deployment, "sync-rap-agent", CONTAINER + "/securityContext/capabilities")),
                mistake(
                        "has no seccomp profile",
                        without(Kind.Deployment, "sync-rap-agent", POD + "/securityContext/seccompProfile")),
                mistake(
                        "gets a token of Kubernetes",
                        without(Kind.Deployment, "sync-rap-agent", POD + "/automountServiceAccountToken")),
                mistake(
                        "its account gets a token",
                        in(Kind.ServiceAccount, "sync-rap", "/automountServiceAccountToken", true)),
                mistake(
                        "its memory is not what it asks for",
                        in(Kind.Deployment, "sync-rap-agent", CONTAINER + "/resources/limits/memory", "4Gi")),
                mistake(
                        "cannot write to the file share",
                        in(Kind.Deployment, "sync-rap-agent", CONTAINER + "/volumeMounts/1/readOnly", true)),
                mistake(
                        "cannot write to /tmp",
                        in(Kind.Deployment, "sync-rap-agent", CONTAINER + "/volumeMounts/0/mountPath", "/temp")),
                mistake(
                        "cannot read load files",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/volumeMounts/2/mountPath", "/imports")),
                mistake(
                        "there is no claim sync-rap-file",
                        in(
                                Kind.Deployment,
                                "sync-rap-agent",
                                POD + "/volumes/1/persistentVolumeClaim/claimName",
                                "sync-rap-file")),
                mistake("is not mounted", setting("KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/ca.crt")),
                mistake(
                        "secrets.example.yaml has no pass in sync-rap-database",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/env/2/valueFrom/secretKeyRef/key", "pass")),
                mistake(
                        "There are 0 Deployments of the role relay",
                        in(
                                Kind.Deployment,
                                "sync-rap-relay",
                                "/spec/template/metadata/labels",
                                JSON.createObjectNode().put("app.kubernetes.io/component", "agent"))),
                mistake(
                        "livenessProbe does not ask /q/health/live",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/livenessProbe/httpGet/path", "/health/live")),
                mistake(
                        "readinessProbe asks no port of the pod",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/readinessProbe/httpGet/port", "https")),
                mistake(
                        "its port http is not 8080",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/ports/0/containerPort", 8081)),
                mistake("its port http is not 9090", setting("QUARKUS_HTTP_PORT", "9090")),
                mistake(
                        "Deployment sync-rap-agent: is killed after 90 s",
                        in(Kind.Deployment, "sync-rap-agent", POD + "/terminationGracePeriodSeconds", 90)),
                mistake("Deployment sync-rap-agent: is killed after", setting("SYNC_AGENT_DRAIN_TIMEOUT", "PT5M")),
                mistake("Deployment sync-rap-api: is killed after", setting("QUARKUS_SHUTDOWN_TIMEOUT", "60S")),
                // what refers to what
                mistake(
                        "there is no ConfigMap",
                        in(Kind.Deployment, "sync-rap-api", CONTAINER + "/envFrom/0/configMapRef/name", "sync-rap")),
                mistake(
                        "takes pods of",
                        in(
                                Kind.Deployment,
                                "sync-rap-api",
                                "/spec/selector/matchLabels",
                                JSON.createObjectNode().put("app.kubernetes.io/name", "sync-rap"))),
                mistake(
                        "has no PodDisruptionBudget",
                        in(
                                Kind.PodDisruptionBudget,
                                "sync-rap-api",
                                "/spec/selector/matchLabels/app.kubernetes.io~1component",
                                "web")),
                mistake(
                        "protects no Deployment",
                        in(
                                Kind.PodDisruptionBudget,
                                "sync-rap-api",
                                "/spec/selector/matchLabels/app.kubernetes.io~1component",
                                "web")),
                mistake(
                        "spreads other pods than its own",
                        in(
                                Kind.Deployment,
                                "sync-rap-api",
                                POD
                                        + "/topologySpreadConstraints/0/labelSelector/matchLabels/app.kubernetes.io~1component",
                                "web")),
                mistake(
                        "Service sync-rap-api selects no pod",
                        in(Kind.Service, "sync-rap-api", "/spec/selector/app.kubernetes.io~1component", "web")),
                mistake("has no port \"web\"", in(Kind.Service, "sync-rap-api", "/spec/ports/0/targetPort", "web")),
                mistake(
                        "is about no pod",
                        in(
                                Kind.NetworkPolicy,
                                "from-ingress-controller",
                                "/spec/podSelector/matchLabels/app.kubernetes.io~1component",
                                "web")),
                mistake(
                        "cannot reach ports",
                        in(Kind.NetworkPolicy, "to-postgresql", "/spec/egress/0/ports/0/port", 5433)),
                mistake(
                        "reaches ports [5433] without need",
                        in(Kind.NetworkPolicy, "to-postgresql", "/spec/egress/0/ports/0/port", 5433)),
                mistake("cannot reach ports", setting("KAFKA_BOOTSTRAP_SERVERS", "one:9094,two:9094")),
                mistake("does not name egress", in(Kind.NetworkPolicy, "to-kafka", "/spec/policyTypes/0", "Ingress")),
                mistake(
                        "Nothing denies",
                        in(
                                Kind.NetworkPolicy,
                                "deny-all",
                                "/spec/egress",
                                JSON.createArrayNode().add(JSON.createObjectNode()))),
                mistake(
                        "ServiceMonitor sync-rap selects 0 Services",
                        in(
                                Kind.ServiceMonitor,
                                "sync-rap",
                                "/spec/selector/matchLabels/app.kubernetes.io~1component",
                                "relay")),
                mistake(
                        "ServiceMonitor sync-rap: secrets.example.yaml has no",
                        in(
                                Kind.ServiceMonitor,
                                "sync-rap",
                                "/spec/endpoints/0/authorization/credentials/key",
                                "bearer")),
                mistake("both say how many", in(Kind.Deployment, "sync-rap-agent", "/spec/replicas", 2)),
                mistake(
                        "scales nothing",
                        in(Kind.ScaledObject, "sync-rap-agent", "/spec/scaleTargetRef/name", "agent")),
                mistake(
                        "there is no Service at",
                        in(
                                Kind.ScaledObject,
                                "sync-rap-agent",
                                "/spec/triggers/0/metadata/url",
                                "http://sync-rap-api.sync-rap.svc/api/sync/v1/workload")),
                mistake(
                        "there is no TriggerAuthentication",
                        in(Kind.ScaledObject, "sync-rap-agent", "/spec/triggers/1/authenticationRef/name", "token")),
                mistake("is there twice", in(Kind.Service, "sync-rap-metrics", "/metadata/name", "sync-rap-api")),
                mistake("but objects lie in", in(Kind.Service, "sync-rap-metrics", "/metadata/namespace", "default")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistake_isFound(String fault, Consumer<Manifests> mistake) throws IOException {
        var broken = production.copy();

        mistake.accept(broken);

        assertThat(ManifestsTest.faults(broken), hasItem(containsString(fault)));
    }

    private static Arguments mistake(String fault, Consumer<Manifests> mistake) {
        return arguments(fault, mistake);
    }

    private static Consumer<Manifests> setting(String name, String value) {
        return manifests ->
                manifests.of(Kind.ConfigMap).get(0).withObject("/data").put(name, value);
    }

    private static Consumer<Manifests> in(Kind kind, String name, String pointer, Object value) {
        return manifests -> {
            var path = JsonPointer.compile(pointer);
            var parent = manifests.find(kind, name).orElseThrow().at(path.head());
            JsonNode node = JSON.valueToTree(value);
            if (parent instanceof ArrayNode list) {
                list.set(path.last().getMatchingIndex(), node);
            } else {
                ((ObjectNode) parent).set(path.last().getMatchingProperty(), node);
            }
        };
    }

    private static Consumer<Manifests> without(Kind kind, String name, String pointer) {
        return manifests -> {
            var path = JsonPointer.compile(pointer);
            var parent = manifests.find(kind, name).orElseThrow().at(path.head());
            assertTrue(parent.isObject(), pointer);
            ((ObjectNode) parent).remove(path.last().getMatchingProperty());
        };
    }
}
