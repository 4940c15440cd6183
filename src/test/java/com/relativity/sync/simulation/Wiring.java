package com.relativity.sync.simulation;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;

/**
 * Makes the beans of one process as the container of the service does: by their constructors, each once. Of a class that can be told the clock
 * of its process, the shortest constructor that takes one.
 */
final class Wiring {

    private final Map<Class<?>, Object> beans = new HashMap<>();

    Wiring with(Class<?> type, Object bean) {
        beans.put(type, bean);
        return this;
    }

    <T> T get(Class<T> type) {
        Object bean = beans.get(type);
        if (bean == null) {
            bean = make(type);
            beans.put(type, bean);
        }
        return type.cast(bean);
    }

    private static boolean takesTheClock(Constructor<?> constructor) {
        return Arrays.asList(constructor.getParameterTypes()).contains(LongSupplier.class);
    }

    private Object make(Class<?> type) {
        var constructors = type.getDeclaredConstructors();
        Constructor<?> constructor = Arrays.stream(constructors)
                .filter(one -> constructors.length == 1 || one.isAnnotationPresent(Inject.class) || takesTheClock(one))
                .min(Comparator.comparing((Constructor<?> one) -> !takesTheClock(one))
                        .thenComparing(Constructor::getParameterCount))
                .orElseThrow(() -> new IllegalStateException("No bean of " + type + " was given and none can be made"));
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(this::get)
                    .toArray());
        } catch (ReflectiveOperationException defect) {
            throw new IllegalStateException("No bean of " + type + " can be made", defect);
        }
    }
}
