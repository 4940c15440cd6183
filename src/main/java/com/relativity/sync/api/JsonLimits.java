package com.relativity.sync.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;

/** Bounds what is read of a body in JSON. At the start, as the mapper is made before there are settings. */
@ApplicationScoped
class JsonLimits {

    private final ObjectMapper json;
    private final LimitSettings.Json limits;

    JsonLimits(ObjectMapper json, LimitSettings limits) {
        this.json = json;
        this.limits = limits.json();
    }

    void set(@Observes StartupEvent starting) {
        json.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.text())
                        .maxNameLength(limits.name())
                        .maxNumberLength(limits.digits())
                        .maxTokenCount(limits.tokens())
                        .build());
    }
}
