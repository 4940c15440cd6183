package com.relativity.sync.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Traces when, and only when, an OTLP endpoint is set, by Quarkus's name or by the standard one ({@code OTEL_EXPORTER_OTLP_ENDPOINT}, with
 * {@code …_PROTOCOL} and {@code …_HEADERS}). Nobody has to set a second thing, and without an endpoint nothing is started.
 */
public final class TracingByEndpoint implements ConfigSourceFactory {

    private static final int BELOW_APPLICATION_PROPERTIES = 200;
    private static final String QUARKUS = "quarkus.";
    private static final String OTLP = "otel.exporter.otlp.";
    private static final String OTLP_OF_TRACES = "otel.exporter.otlp.traces.";
    private static final List<String> SETTINGS = List.of("endpoint", "protocol", "headers");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var settings = new HashMap<String, String>();
        for (String setting : SETTINGS) {
            take(context, settings, OTLP + setting);
            take(context, settings, OTLP_OF_TRACES + setting);
        }
        boolean isSet = isSet(context, settings, OTLP) || isSet(context, settings, OTLP_OF_TRACES);
        settings.put("quarkus.otel.sdk.disabled", Boolean.toString(!isSet));
        return List.of(new PropertiesConfigSource(settings, "tracing by endpoint", BELOW_APPLICATION_PROPERTIES));
    }

    private static void take(ConfigSourceContext context, Map<String, String> settings, String standardName) {
        value(context, standardName).ifPresent(value -> settings.put(QUARKUS + standardName, value));
    }

    private static boolean isSet(ConfigSourceContext context, Map<String, String> settings, String prefix) {
        String endpoint = QUARKUS + prefix + "endpoint";
        return settings.containsKey(endpoint) || value(context, endpoint).isPresent();
    }

    /** Empty where only a default of Quarkus stands there, which comes from a source below all that somebody sets. */
    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .filter(configured -> configured.getConfigSourceOrdinal() > 0)
                .map(ConfigValue::getValue)
                .filter(value -> !value.isBlank());
    }
}
