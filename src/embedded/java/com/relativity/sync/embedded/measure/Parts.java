package com.relativity.sync.embedded.measure;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The service's own classes on a database, put together by their constructors as the service does it, but in this process: so a statement is
 * measured by itself, not with the process around it.
 */
final class Parts implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    private final Pool pool;
    private final Map<String, String> settings;
    private final Map<Class<?>, Object> made = new HashMap<>();

    /** @param url of the database, for the reactive client */
    Parts(Vertx vertx, String url, String user) {
        this.settings = Map.of("quarkus.datasource.reactive.url", url, "quarkus.datasource.username", user);
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(PgConnectOptions.fromUri(url).setUser(user).setCachePreparedStatements(true))
                .using(vertx)
                .build();
        made.put(Vertx.class, vertx);
        made.put(Pool.class, pool);
        made.put(io.vertx.mutiny.sqlclient.Pool.class, io.vertx.mutiny.sqlclient.Pool.newInstance(pool));
        made.put(
                ObjectMapper.class,
                new ObjectMapper().findAndRegisterModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS));
        made.put(MeterRegistry.class, new SimpleMeterRegistry());
        made.put(OpenTelemetry.class, OpenTelemetry.noop());
    }

    <T> T get(Class<T> type) {
        Object part = made.get(type);
        if (part == null) {
            part = type.isAnnotationPresent(ConfigMapping.class) ? settingsOf(type) : construct(type);
            made.put(type, part);
        }
        return type.cast(part);
    }

    private <T> T settingsOf(Class<T> type) {
        return config(type).getConfigMapping(type);
    }

    private SmallRyeConfig config(Class<?>... mappings) {
        var builder = new SmallRyeConfigBuilder().withDefaultValues(settings);
        Arrays.stream(mappings).forEach(builder::withMapping);
        return builder.build();
    }

    private Object construct(Class<?> type) {
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        Constructor<?> constructor = Arrays.stream(constructors)
                .filter(one -> constructors.length == 1 || one.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " does not say how it is made"));
        Object[] arguments =
                Arrays.stream(constructor.getParameters()).map(this::argument).toArray();
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException | InstantiationException | IllegalAccessException notMade) {
            throw new IllegalStateException(type + " could not be made", notMade);
        }
    }

    private Object argument(Parameter parameter) {
        var property = parameter.getAnnotation(ConfigProperty.class);
        if (property == null) {
            return get(parameter.getType());
        }
        var value = config().getOptionalValue(property.name(), String.class);
        return parameter.getType() == Optional.class ? value : value.orElseThrow();
    }

    @Override
    public void close() {
        pool.close().toCompletionStage().toCompletableFuture().join();
    }
}
