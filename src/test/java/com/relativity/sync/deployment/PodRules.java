package com.relativity.sync.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.configuration.DurationConverter;

import com.relativity.sync.agent.AgentSettings;
import com.relativity.sync.deployment.Manifests.Kind;
import com.relativity.sync.deployment.Manifests.Pod;

import static com.relativity.sync.deployment.Manifests.each;

/** What must hold of each pod for the service to start, run safely and end in order. */
final class PodRules {

    /** Port 8080, where neither the manifests nor the service say otherwise. */
    private static final String PORT = "quarkus.http.port";

    private static final Map<String, String> PROBES = Map.of(
            "startupProbe", "/q/health/started",
            "livenessProbe", "/q/health/live",
            "readinessProbe", "/q/health/ready");

    /** docs/operations.md, Stop: what follows when the requests are answered and the jobs handed back. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(20);

    private static final Pattern VERSION = Pattern.compile("<version>([^<]+?)(-SNAPSHOT)?</version>");

    private static final Pattern CERTIFICATE = Pattern.compile("/etc/[^,&]+");

    private static final Predicate<String> SECRET =
            Pattern.compile("PASSWORD|SECRET|JAAS|TOKEN$").asPredicate();

    private final Manifests manifests;
    private final EnvironmentVariables environment;
    private final List<String> faults = new ArrayList<>();

    PodRules(Manifests manifests, EnvironmentVariables environment) {
        this.manifests = manifests;
        this.environment = environment;
    }

    List<String> faults() throws IOException {
        for (Pod pod : manifests.pods()) {
            boolean starts = environment(pod);
            image(pod);
            restricted(pod);
            volumes(pod);
            if (pod.owner().path("kind").asText().equals(Kind.Deployment.name())) {
                role(pod);
                probes(pod);
                if (starts) {
                    gracePeriod(pod);
                }
            }
        }
        everyRoleHasADeployment();
        manifests.of(Kind.ConfigMap).stream()
                .flatMap(configMap -> configMap.path("data").properties().stream())
                .map(Map.Entry::getKey)
                .filter(SECRET)
                .forEach(name -> faults.add(name + " stands in a ConfigMap"));
        return faults;
    }

    private void expect(boolean holds, Pod pod, String fault, Object... arguments) {
        if (!holds) {
            faults.add(pod.title() + ": " + fault.formatted(arguments));
        }
    }

    private boolean environment(Pod pod) {
        int before = faults.size();
        for (var variable : manifests.variables(pod)) {
            environment
                    .fault(variable.name(), variable.value())
                    .ifPresent(fault -> faults.add(pod.title() + ": " + fault));
        }
        each(pod.container().path("envFrom")).forEach(from -> {
            String name = from.at("/configMapRef/name").asText();
            expect(manifests.find(Kind.ConfigMap, name).isPresent(), pod, "there is no ConfigMap %s", name);
        });
        each(pod.container().path("env"))
                .map(variable -> variable.at("/valueFrom/secretKeyRef"))
                .filter(JsonNode::isObject)
                .forEach(reference -> expect(
                        manifests.hasSecret(
                                reference.path("name").asText(),
                                reference.path("key").asText()),
                        pod,
                        "secrets.example.yaml has no %s in %s",
                        reference.path("key").asText(),
                        reference.path("name").asText()));
        each(pod.container().path("env"))
                .filter(variable -> SECRET.test(variable.path("name").asText()))
                .forEach(
                        variable -> expect(!variable.has("value"), pod, "%s stands in the open", variable.get("name")));
        return faults.size() == before;
    }

    private void image(Pod pod) throws IOException {
        var version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        String image = pod.container().path("image").asText();
        expect(
                version.find() && image.endsWith(":" + version.group(1)),
                pod,
                "image %s is not the version of pom.xml",
                image);
        expect(pod.spec().path("containers").size() == 1, pod, "has more than one container");
    }

    /** The profile "restricted" of Kubernetes, and a bit more. */
    private void restricted(Pod pod) {
        var spec = pod.spec();
        var context = pod.container().path("securityContext");
        expect(spec.at("/securityContext/runAsNonRoot").asBoolean(), pod, "may run as root");
        expect(spec.at("/securityContext/runAsUser").asInt() > 0, pod, "names no user");
        expect(
                spec.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
                pod,
                "has no seccomp profile");
        expect(context.path("readOnlyRootFilesystem").asBoolean(), pod, "may write to its image");
        expect(!context.path("allowPrivilegeEscalation").asBoolean(true), pod, "may gain rights");
        expect(context.at("/capabilities/drop/0").asText().equals("ALL"), pod, "keeps capabilities");
        expect(!spec.path("automountServiceAccountToken").asBoolean(true), pod, "gets a token of Kubernetes");
        expect(!spec.path("enableServiceLinks").asBoolean(true), pod, "gets variables of every Service");
        var account = manifests.find(
                Kind.ServiceAccount, spec.path("serviceAccountName").asText());
        expect(account.isPresent(), pod, "has no ServiceAccount");
        account.ifPresent(found ->
                expect(!found.path("automountServiceAccountToken").asBoolean(true), pod, "its account gets a token"));
        var resources = pod.container().path("resources");
        expect(resources.at("/requests/cpu").isTextual(), pod, "asks for no CPU");
        expect(
                resources.at("/requests/memory").isTextual()
                        && resources.at("/requests/memory").equals(resources.at("/limits/memory")),
                pod,
                "its memory is not what it asks for");
    }

    private void volumes(Pod pod) {
        var volumes = each(pod.spec().path("volumes"))
                .collect(Collectors.toMap(volume -> volume.get("name").asText(), volume -> volume));
        var mounts = each(pod.container().path("volumeMounts"))
                .collect(Collectors.toMap(mount -> mount.get("name").asText(), mount -> mount));
        expect(volumes.keySet().equals(mounts.keySet()), pod, "mounts %s of %s", mounts.keySet(), volumes.keySet());
        volumes.forEach((name, volume) -> {
            if (volume.has("persistentVolumeClaim")) {
                String claim = volume.at("/persistentVolumeClaim/claimName").asText();
                expect(
                        manifests.find(Kind.PersistentVolumeClaim, claim).isPresent(),
                        pod,
                        "there is no claim %s",
                        claim);
            }
            if (volume.has("secret")) {
                String secret = volume.at("/secret/secretName").asText();
                expect(
                        manifests.secrets().stream()
                                .anyMatch(known -> Kustomization.name(known).equals(secret)),
                        pod,
                        "secrets.example.yaml has no %s",
                        secret);
            }
        });
        expect(writable(mounts, volumes, "/tmp"), pod, "cannot write to /tmp");
        var values = manifests.values(pod);
        if (pod.owner().path("kind").asText().equals(Kind.Deployment.name())) {
            expect(
                    writable(mounts, volumes, values.get("SYNC_WORKSPACES_FILES")),
                    pod,
                    "cannot write to the file share");
        }
        if (manifests.roles(pod).contains("api")) {
            expect(mounted(mounts, values.get("SYNC_WORKSPACES_IMPORTS")), pod, "cannot read load files");
        }
        values.values().stream()
                .flatMap(value -> CERTIFICATE.matcher(value).results())
                .map(MatchResult::group)
                .forEach(path -> expect(
                        mounts.values().stream()
                                .anyMatch(mount ->
                                        path.startsWith(mount.get("mountPath").asText() + "/")),
                        pod,
                        "%s is not mounted",
                        path));
    }

    private static boolean mounted(Map<String, JsonNode> mounts, String path) {
        return mounts.values().stream()
                .anyMatch(mount -> mount.path("mountPath").asText().equals(path));
    }

    private static boolean writable(Map<String, JsonNode> mounts, Map<String, JsonNode> volumes, String path) {
        return mounts.values().stream()
                .filter(mount -> mount.path("mountPath").asText().equals(path))
                .anyMatch(mount -> !mount.path("readOnly").asBoolean()
                        && !volumes.get(mount.get("name").asText())
                                .at("/persistentVolumeClaim/readOnly")
                                .asBoolean());
    }

    private void role(Pod pod) {
        expect(
                Set.of(pod.labels().path(Manifests.COMPONENT).asText()).equals(manifests.roles(pod)),
                pod,
                "is called %s and is %s",
                pod.labels().path(Manifests.COMPONENT),
                manifests.roles(pod));
    }

    private void everyRoleHasADeployment() {
        for (String role : List.of("api", "relay", "agent")) {
            long count = manifests.of(Kind.Deployment).stream()
                    .filter(deployment -> deployment
                            .at("/spec/template/metadata/labels")
                            .path(Manifests.COMPONENT)
                            .asText()
                            .equals(role))
                    .count();
            if (count != 1) {
                faults.add("There are %d Deployments of the role %s".formatted(count, role));
            }
        }
    }

    private void probes(Pod pod) throws IOException {
        String port = EnvironmentVariables.property(PORT, manifests.values(pod)).orElse("8080");
        expect(
                pod.port("http")
                        .filter(http -> http.path("containerPort").asText().equals(port))
                        .isPresent(),
                pod,
                "its port http is not %s",
                port);
        PROBES.forEach((probe, path) -> {
            var request = pod.container().path(probe).path("httpGet");
            expect(request.path("path").asText().equals(path), pod, "%s does not ask %s", probe, path);
            expect(pod.port(request.path("port").asText()).isPresent(), pod, "%s asks no port of the pod", probe);
        });
    }

    /** docs/operations.md, Stop, has the sum. */
    private void gracePeriod(Pod pod) throws IOException {
        var variables = manifests.values(pod);
        var needed = Duration.ofSeconds(
                        pod.container().at("/lifecycle/preStop/sleep/seconds").asInt())
                .plus(duration("quarkus.shutdown.delay", variables))
                .plus(duration("quarkus.shutdown.timeout", variables))
                .plus(AFTERWARDS);
        if (!manifests.roles(pod).equals(Set.of("api"))) {
            needed = needed.plus(EnvironmentVariables.settings(AgentSettings.class, variables)
                    .drainTimeout());
        }
        expect(
                pod.spec().path("terminationGracePeriodSeconds").asLong() > needed.toSeconds(),
                pod,
                "is killed after %s s although it may need %d s to end",
                pod.spec().path("terminationGracePeriodSeconds"),
                needed.toSeconds());
    }

    private static Duration duration(String property, Map<String, String> variables) throws IOException {
        return DurationConverter.parseDuration(
                EnvironmentVariables.property(property, variables).orElseThrow());
    }
}
