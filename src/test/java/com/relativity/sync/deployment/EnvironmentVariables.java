package com.relativity.sync.deployment;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.utils.StringUtil;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The environment variables that mean something to the service, and whether it takes a value for one. */
final class EnvironmentVariables {

    /** Why a value is not taken. */
    private interface Check {
        Optional<String> fault(String value);
    }

    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path PROPERTIES = Path.of("src", "main", "resources", "application.properties");
    private static final String KAFKA = "KAFKA_";

    /** Of the virtual machine and of the libraries below, not of ours. */
    private static final List<String> OTHERS = List.of("JAVA_TOOL_OPTIONS");

    private final Map<String, Check> known = new HashMap<>();
    private final SmallRyeConfig converters =
            new SmallRyeConfigBuilder().addDiscoveredConverters().build();

    EnvironmentVariables() throws IOException, ReflectiveOperationException {
        OTHERS.forEach(name -> known.put(name, anything -> Optional.empty()));
        takeKafka();
        takeQuarkus();
        takeOurs();
    }

    /** Why the service would not know the variable or not start with its value; empty where it would. Without a value, only the name counts. */
    Optional<String> fault(String name, Optional<String> value) {
        var check = known.get(name);
        return check == null
                ? Optional.of(name + " is no setting of the service")
                : value.flatMap(check::fault).map(fault -> "%s=%s: %s".formatted(name, value.get(), fault));
    }

    /** The settings of a process that has these variables; variables that nobody knows are left out. */
    static <T> T settings(Class<T> mapping, Map<String, String> variables) throws IOException {
        return config(variables).withMapping(mapping).build().getConfigMapping(mapping);
    }

    /** The value of a property in a process that has these variables. */
    static Optional<String> property(String name, Map<String, String> variables) throws IOException {
        return Optional.ofNullable(
                config(variables).build().getConfigValue(name).getValue());
    }

    private static SmallRyeConfigBuilder config(Map<String, String> variables) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withProfile("prod")
                .withMappingIgnore("sync.**")
                .withSources(
                        new PropertiesConfigSource(PROPERTIES.toUri().toURL(), 250),
                        new io.smallrye.config.EnvConfigSource(variables, 300));
    }

    private void takeOurs() throws IOException, ReflectiveOperationException {
        try (var files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = CLASSES.relativize(file).toString().replace('/', '.');
                if (name.startsWith("com.relativity.sync.")) {
                    takeOurs(Class.forName(
                            name.substring(0, name.length() - ".class".length()),
                            false,
                            getClass().getClassLoader()));
                }
            }
        }
    }

    private void takeOurs(Class<?> type) {
        if (type.isAnnotationPresent(ConfigMapping.class)) {
            ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(type))
                    .keySet()
                    .forEach(property -> known.put(variable(property), value -> mapped(type, property, value)));
        }
        for (Executable made : type.getDeclaredConstructors()) {
            for (Parameter parameter : made.getParameters()) {
                var single = parameter.getAnnotation(ConfigProperty.class);
                if (single != null) {
                    known.putIfAbsent(
                            variable(single.name()),
                            value -> converted(parameter.getType().getTypeName(), value));
                }
            }
        }
    }

    private static Optional<String> mapped(Class<?> mapping, String property, String value) {
        try {
            new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(mapping)
                    .withSources(new PropertiesConfigSource(Map.of(property, value), "one value", 100))
                    .build();
            return Optional.empty();
        } catch (RuntimeException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    /** As the extensions document themselves. What is fixed at build time is no setting of a pod. */
    private void takeQuarkus() throws IOException {
        var json = new ObjectMapper();
        for (var model : Collections.list(
                getClass().getClassLoader().getResources("META-INF/quarkus-config-doc/quarkus-config-model.json"))) {
            try (var stream = model.openStream()) {
                json.readTree(stream).path("configRoots").forEach(root -> takeQuarkus(root.path("items")));
            }
        }
    }

    private void takeQuarkus(JsonNode items) {
        for (JsonNode item : items) {
            takeQuarkus(item.path("items"));
            if (item.path("phase").asText().equals("RUN_TIME")) {
                String name = item.at("/path/environmentVariable").asText();
                known.putIfAbsent(name, value -> converted(item.get("type").asText(), value));
            }
        }
    }

    private Optional<String> converted(String type, String value) {
        if (type.equals(OptionalInt.class.getName()) || type.equals("int")) {
            return converted(Integer.class.getName(), value);
        }
        if (type.equals(OptionalLong.class.getName()) || type.equals("long")) {
            return converted(Long.class.getName(), value);
        }
        if (type.equals("boolean") || type.equals(Boolean.class.getName())) {
            return value.equals("true") || value.equals("false")
                    ? Optional.empty()
                    : Optional.of("is neither true nor false");
        }
        return load(type).flatMap(converters::getConverter).flatMap(converter -> {
            try {
                converter.convert(value);
                return Optional.empty();
            } catch (RuntimeException refused) {
                return Optional.of(refused.getMessage());
            }
        });
    }

    /** Nested types are documented with dots; one that is not on the class path is one of a converter that is not either. */
    private static Optional<Class<?>> load(String type) {
        String name = type;
        while (true) {
            try {
                return Optional.of(Class.forName(name, false, EnvironmentVariables.class.getClassLoader()));
            } catch (ClassNotFoundException nestedOrAbsent) {
                int dot = name.lastIndexOf('.');
                if (dot < 0) {
                    return Optional.empty();
                }
                name = name.substring(0, dot) + "$" + name.substring(dot + 1);
            }
        }
    }

    private void takeKafka() {
        for (ConfigDef definition :
                Arrays.asList(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())) {
            definition
                    .configKeys()
                    .forEach((name, key) -> known.putIfAbsent(KAFKA + variable(name), value -> parsed(key, value)));
        }
    }

    private static Optional<String> parsed(ConfigDef.ConfigKey key, String value) {
        try {
            var parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return Optional.empty();
        } catch (ConfigException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    private static String variable(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(java.util.Locale.ROOT);
    }
}
