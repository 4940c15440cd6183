package com.relativity.sync.deployment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static com.relativity.sync.deployment.Kustomization.name;

/** What is applied to a cluster, and the Secrets that must be there besides. */
record Manifests(List<ObjectNode> objects, List<ObjectNode> secrets) {

    static final Path DIRECTORY = Path.of("deploy", "kubernetes");
    static final String COMPONENT = "app.kubernetes.io/component";

    /** What runs: the template of a Deployment or a Job. */
    record Pod(ObjectNode owner, JsonNode template) {

        JsonNode spec() {
            return template.get("spec");
        }

        JsonNode labels() {
            return template.at("/metadata/labels");
        }

        JsonNode container() {
            return spec().at("/containers/0");
        }

        String title() {
            return owner.get("kind").asText() + " " + name(owner);
        }

        Optional<JsonNode> port(String portName) {
            return each(container().path("ports"))
                    .filter(port -> port.path("name").asText().equals(portName))
                    .findFirst();
        }
    }

    /** An environment variable of a pod; without a value where a Secret has it. */
    record Variable(String name, Optional<String> value) {}

    static Manifests of(String directory) throws IOException {
        return new Manifests(
                Kustomization.render(DIRECTORY.resolve(directory)),
                Kustomization.read(DIRECTORY.resolve("secrets.example.yaml")));
    }

    Manifests copy() {
        return new Manifests(
                objects.stream().map(ObjectNode::deepCopy).toList(),
                secrets.stream().map(ObjectNode::deepCopy).toList());
    }

    List<ObjectNode> of(Kind kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind.name()))
                .toList();
    }

    Optional<ObjectNode> find(Kind kind, String name) {
        return of(kind).stream().filter(object -> name(object).equals(name)).findFirst();
    }

    List<Pod> pods() {
        return objects.stream()
                .filter(object -> object.at("/spec/template/spec/containers").isArray())
                .map(object -> new Pod(object, object.at("/spec/template")))
                .toList();
    }

    /** Pods that a label selector means, one of a Service too. */
    List<Pod> selected(JsonNode selector) {
        return pods().stream().filter(pod -> matches(selector, pod.labels())).toList();
    }

    static boolean matches(JsonNode selector, JsonNode labels) {
        var plain = selector.has("matchLabels") || selector.has("matchExpressions")
                ? selector.path("matchLabels")
                : selector;
        return plain.properties().stream().allMatch(label -> label.getValue().equals(labels.path(label.getKey())))
                && each(selector.path("matchExpressions"))
                        .allMatch(expression ->
                                expression.path("operator").asText().equals("In")
                                        && each(expression.path("values"))
                                                .anyMatch(labels.path(
                                                        expression.path("key").asText())::equals));
    }

    /** What the process of the pod gets, the later ones before the earlier ones. */
    List<Variable> variables(Pod pod) {
        var variables = new TreeMap<String, Optional<String>>();
        each(pod.container().path("envFrom"))
                .flatMap(from ->
                        find(Kind.ConfigMap, from.at("/configMapRef/name").asText()).stream())
                .flatMap(configMap -> configMap.path("data").properties().stream())
                .forEach(entry -> variables.put(
                        entry.getKey(), Optional.of(entry.getValue().asText())));
        each(pod.container().path("env"))
                .forEach(variable -> variables.put(
                        variable.get("name").asText(),
                        Optional.ofNullable(variable.get("value")).map(JsonNode::asText)));
        return variables.entrySet().stream()
                .map(entry -> new Variable(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Those with a value. */
    Map<String, String> values(Pod pod) {
        var values = new HashMap<String, String>();
        variables(pod).forEach(variable -> variable.value().ifPresent(value -> values.put(variable.name(), value)));
        return values;
    }

    boolean hasSecret(String name, String key) {
        return secrets.stream()
                .filter(secret -> name(secret).equals(name))
                .anyMatch(secret -> secret.path("stringData").has(key));
    }

    Set<String> roles(Pod pod) {
        return Set.of(values(pod).getOrDefault("SYNC_ROLES", "api,relay,agent").split(","));
    }

    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Kinds by the names that Kubernetes gives them. */
    enum Kind {
        ConfigMap,
        Deployment,
        Job,
        KafkaTopic,
        KafkaUser,
        Namespace,
        NetworkPolicy,
        PersistentVolumeClaim,
        PodDisruptionBudget,
        PrometheusRule,
        ScaledObject,
        Service,
        ServiceAccount,
        ServiceMonitor,
        TriggerAuthentication
    }
}
