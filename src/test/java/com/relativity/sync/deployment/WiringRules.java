package com.relativity.sync.deployment;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import com.relativity.sync.deployment.Manifests.Kind;
import com.relativity.sync.deployment.Manifests.Pod;

import static com.relativity.sync.deployment.Kustomization.name;
import static com.relativity.sync.deployment.Manifests.each;

/** That what refers to something in the manifests finds it, and that the network lets through what is configured and no more. */
final class WiringRules {

    private static final int DNS = 53;

    /** host:port, wherever it stands in a setting. */
    private static final Pattern ADDRESS = Pattern.compile("(?:^|[/@,])[A-Za-z0-9.-]+:([0-9]+)");

    private final Manifests manifests;
    private final List<String> faults = new ArrayList<>();

    WiringRules(Manifests manifests) {
        this.manifests = manifests;
    }

    List<String> faults() {
        names();
        manifests.of(Kind.Deployment).forEach(this::deployment);
        manifests.of(Kind.Service).forEach(this::service);
        manifests.of(Kind.PodDisruptionBudget).forEach(this::disruptionBudget);
        manifests.of(Kind.NetworkPolicy).forEach(this::networkPolicy);
        manifests.pods().forEach(this::egress);
        manifests.of(Kind.ServiceMonitor).forEach(this::serviceMonitor);
        manifests.of(Kind.TriggerAuthentication).forEach(this::triggerAuthentication);
        manifests.of(Kind.ScaledObject).forEach(this::scaledObject);
        expect(
                manifests.of(Kind.NetworkPolicy).stream().anyMatch(WiringRules::deniesAll),
                "Nothing denies what no NetworkPolicy names");
        return faults;
    }

    private void expect(boolean holds, String fault, Object... arguments) {
        if (!holds) {
            faults.add(fault.formatted(arguments));
        }
    }

    private static String title(JsonNode object) {
        return object.path("kind").asText() + " " + name(object);
    }

    private void names() {
        Set<String> seen = new HashSet<>();
        Set<String> namespaces = new TreeSet<>();
        for (ObjectNode object : manifests.objects()) {
            expect(
                    !name(object).isEmpty(),
                    "A %s has no name",
                    object.path("kind").asText());
            expect(seen.add(title(object)), "%s is there twice", title(object));
            if (!object.path("kind").asText().equals(Kind.Namespace.name())) {
                namespaces.add(object.at("/metadata/namespace").asText());
            }
        }
        manifests
                .of(Kind.Namespace)
                .forEach(namespace -> expect(
                        namespaces.equals(Set.of(name(namespace))),
                        "%s, but objects lie in %s",
                        title(namespace),
                        namespaces));
    }

    private void deployment(ObjectNode deployment) {
        var selected = manifests.selected(deployment.at("/spec/selector"));
        expect(
                selected.size() == 1 && selected.get(0).owner() == deployment,
                "%s takes pods of %s for its own",
                title(deployment),
                selected.stream().map(Pod::title).toList());
        expect(
                manifests.of(Kind.PodDisruptionBudget).stream()
                        .anyMatch(budget -> budget.at("/spec/selector").equals(deployment.at("/spec/selector"))),
                "%s has no PodDisruptionBudget",
                title(deployment));
        each(deployment.at("/spec/template/spec/topologySpreadConstraints"))
                .forEach(constraint -> expect(
                        Manifests.matches(
                                constraint.path("labelSelector"), deployment.at("/spec/template/metadata/labels")),
                        "%s spreads other pods than its own",
                        title(deployment)));
    }

    private void service(ObjectNode service) {
        var pods = manifests.selected(service.at("/spec/selector"));
        expect(!pods.isEmpty(), "%s selects no pod", title(service));
        for (JsonNode port : service.at("/spec/ports")) {
            pods.stream()
                    .filter(pod -> pod.owner().path("kind").asText().equals(Kind.Deployment.name()))
                    .forEach(pod -> expect(
                            pod.port(port.path("targetPort").asText()).isPresent(),
                            "%s: %s has no port %s",
                            title(service),
                            pod.title(),
                            port.path("targetPort")));
        }
    }

    private void disruptionBudget(ObjectNode budget) {
        expect(
                manifests.of(Kind.Deployment).stream()
                        .anyMatch(deployment -> deployment.at("/spec/selector").equals(budget.at("/spec/selector"))),
                "%s protects no Deployment",
                title(budget));
    }

    private static boolean deniesAll(JsonNode policy) {
        return policy.at("/spec/podSelector").isEmpty()
                && policy.at("/spec/policyTypes").size() == 2
                && !policy.path("spec").has("ingress")
                && !policy.path("spec").has("egress");
    }

    private void networkPolicy(ObjectNode policy) {
        var pods = manifests.selected(policy.at("/spec/podSelector"));
        expect(!pods.isEmpty(), "%s is about no pod", title(policy));
        for (String direction : List.of("ingress", "egress")) {
            boolean named = each(policy.at("/spec/policyTypes"))
                    .anyMatch(type -> type.asText().equalsIgnoreCase(direction));
            expect(named || !policy.path("spec").has(direction), "%s does not name %s", title(policy), direction);
        }
        each(policy.at("/spec/ingress"))
                .flatMap(rule -> each(rule.path("ports")))
                .map(port -> port.path("port").asText())
                .forEach(port -> pods.forEach(pod ->
                        expect(pod.port(port).isPresent(), "%s: %s has no port %s", title(policy), pod.title(), port)));
    }

    /** Open are the ports of the addresses in the settings of a pod, and DNS. */
    private void egress(Pod pod) {
        var open = new TreeSet<Integer>();
        for (ObjectNode policy : manifests.of(Kind.NetworkPolicy)) {
            if (manifests.selected(policy.at("/spec/podSelector")).contains(pod)) {
                each(policy.at("/spec/egress"))
                        .flatMap(rule -> each(rule.path("ports")))
                        .forEach(port -> open.add(port.path("port").asInt()));
            }
        }
        var needed = new TreeSet<>(Set.of(DNS));
        needs(pod).forEach((name, value) -> {
            if (name.endsWith("_PORT") && value.matches("[0-9]+")) {
                needed.add(Integer.parseInt(value));
            }
            var address = ADDRESS.matcher(value);
            while (address.find()) {
                needed.add(Integer.parseInt(address.group(1)));
            }
            if (value.startsWith("https://") && URI.create(value).getPort() < 0) {
                needed.add(443);
            }
        });
        expect(open.containsAll(needed), "%s cannot reach ports %s: open are %s", pod.title(), needed, open);
        var unused = new TreeSet<>(open);
        unused.removeAll(needed);
        expect(unused.isEmpty(), "%s reaches ports %s without need", pod.title(), unused);
    }

    /** Settings that this pod's roles make use of: mail is sent by relays and agents. */
    private Map<String, String> needs(Pod pod) {
        var values = manifests.values(pod);
        values.keySet().removeIf(name -> name.startsWith("QUARKUS_HTTP_"));
        if (manifests.roles(pod).equals(Set.of("api"))) {
            values.keySet().removeIf(name -> name.startsWith("QUARKUS_MAILER_"));
        }
        if (pod.owner().path("kind").asText().equals(Kind.Job.name())) {
            values.keySet()
                    .removeIf(name -> !name.startsWith("QUARKUS_DATASOURCE_") && !name.startsWith("QUARKUS_OIDC_"));
        }
        return values;
    }

    private void serviceMonitor(ObjectNode monitor) {
        var services = manifests.of(Kind.Service).stream()
                .filter(service -> Manifests.matches(monitor.at("/spec/selector"), service.at("/metadata/labels")))
                .toList();
        expect(services.size() == 1, "%s selects %d Services", title(monitor), services.size());
        for (JsonNode endpoint : monitor.at("/spec/endpoints")) {
            services.forEach(service -> expect(
                    each(service.at("/spec/ports"))
                            .anyMatch(port -> port.get("name").equals(endpoint.get("port"))),
                    "%s: %s has no port %s",
                    title(monitor),
                    title(service),
                    endpoint.get("port")));
            var token = endpoint.at("/authorization/credentials");
            expect(
                    manifests.hasSecret(
                            token.path("name").asText(), token.path("key").asText()),
                    "%s: secrets.example.yaml has no %s",
                    title(monitor),
                    token);
        }
    }

    private void triggerAuthentication(ObjectNode authentication) {
        each(authentication.at("/spec/secretTargetRef"))
                .forEach(reference -> expect(
                        manifests.hasSecret(
                                reference.path("name").asText(),
                                reference.path("key").asText()),
                        "%s: secrets.example.yaml has no %s",
                        title(authentication),
                        reference));
    }

    private void scaledObject(ObjectNode scaled) {
        var target = manifests.find(
                Kind.Deployment, scaled.at("/spec/scaleTargetRef/name").asText());
        expect(target.isPresent(), "%s scales nothing", title(scaled));
        target.ifPresent(deployment -> expect(
                !deployment.path("spec").has("replicas"),
                "%s and %s both say how many",
                title(scaled),
                title(deployment)));
        for (JsonNode trigger : scaled.at("/spec/triggers")) {
            var url = URI.create(trigger.at("/metadata/url").asText());
            expect(
                    manifests.of(Kind.Service).stream()
                            .anyMatch(service -> url.getHost() != null
                                    && url.getHost()
                                            .equals(name(service) + "."
                                                    + service.at("/metadata/namespace")
                                                            .asText() + ".svc")
                                    && each(service.at("/spec/ports"))
                                            .anyMatch(port -> port.path("port").asInt() == url.getPort())),
                    "%s: there is no Service at %s",
                    title(scaled),
                    url);
            String authentication = trigger.at("/authenticationRef/name").asText();
            expect(
                    manifests.find(Kind.TriggerAuthentication, authentication).isPresent(),
                    "%s: there is no TriggerAuthentication %s",
                    title(scaled),
                    authentication);
        }
    }
}
