package com.relativity.sync.deployment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** deploy/kubernetes against the schemas of what takes it and against the service's own configuration. */
class ManifestsTest {

    private static ManifestSchemas schemas;
    private static EnvironmentVariables environment;

    @BeforeAll
    static void readWhatTheyAreHeldAgainst() throws IOException, ReflectiveOperationException {
        schemas = new ManifestSchemas();
        environment = new EnvironmentVariables();
    }

    static List<String> faults(Manifests manifests) throws IOException {
        var faults = new ArrayList<String>();
        manifests.objects().forEach(object -> faults.addAll(schemas.faults(object)));
        manifests.secrets().forEach(object -> faults.addAll(schemas.faults(object)));
        faults.addAll(new PodRules(manifests, environment).faults());
        faults.addAll(new WiringRules(manifests).faults());
        return faults;
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/small"})
    void anOverlay_isTakenByAClusterAndFitsTheService(String overlay) throws IOException {
        assertEquals(List.of(), faults(Manifests.of(overlay)));
    }

    @Test
    void topicsAndUser_areTakenByStrimzi() throws IOException {
        assertEquals(
                List.of(),
                Manifests.of("strimzi").objects().stream()
                        .flatMap(object -> schemas.faults(object).stream())
                        .toList());
    }
}
