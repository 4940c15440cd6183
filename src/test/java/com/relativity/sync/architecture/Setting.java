package com.relativity.sync.architecture;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** A setting of the service: what its page says of it. */
record Setting(String name, String values, Optional<String> defaultValue, String comment, String room) {

    String environmentVariable() {
        return environmentVariable(name);
    }

    static String environmentVariable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** All settings, room by room, as the source has them. */
    static List<Setting> all(SettingSources sources) throws ClassNotFoundException {
        var settings = new ArrayList<Setting>();
        for (String name : sources.mappings.keySet()) {
            Class<?> type = load(name);
            if (type != null && type.isAnnotationPresent(ConfigMapping.class)) {
                addAll(type, type.getAnnotation(ConfigMapping.class).prefix(), sources, settings);
            }
        }
        for (SettingSources.Single single : sources.singles) {
            if (settings.stream().noneMatch(known -> known.name.equals(single.name()))) {
                settings.add(new Setting(
                        single.name(),
                        single.choices().isEmpty() ? "text" : oneOf(single.choices()),
                        Optional.ofNullable(single.defaultValue()),
                        single.comment(),
                        single.room()));
            }
        }
        settings.sort(java.util.Comparator.comparing(Setting::room));
        return settings;
    }

    private static Class<?> load(String canonicalName) throws ClassNotFoundException {
        try {
            return Class.forName(canonicalName, false, Setting.class.getClassLoader());
        } catch (ClassNotFoundException nested) {
            return null;
        }
    }

    private static void addAll(Class<?> type, String prefix, SettingSources sources, List<Setting> settings) {
        Map<String, String> comments = sources.mappings.get(type.getCanonicalName());
        if (comments == null) {
            throw new AssertionError(
                    type + " holds settings and is written in a file that names no @ConfigMapping; move it");
        }
        comments.forEach((methodName, comment) -> {
            Method method = method(type, methodName);
            String name = method.isAnnotationPresent(WithParentName.class) ? prefix : prefix + "." + leaf(method);
            Type value = valueType(method.getGenericReturnType());
            if (value instanceof Class<?> group && sources.mappings.containsKey(group.getCanonicalName())) {
                addAll(group, name, sources, settings);
            } else {
                settings.add(new Setting(
                        name,
                        words(method.getGenericReturnType(), method),
                        Optional.ofNullable(method.getAnnotation(WithDefault.class))
                                .map(WithDefault::value),
                        named(comment, type, prefix),
                        SettingSources.room(type.getPackageName())));
            }
        });
    }

    private static Method method(Class<?> type, String name) {
        try {
            return type.getDeclaredMethod(name);
        } catch (NoSuchMethodException stale) {
            throw new AssertionError(type + " was compiled from another source; compile again", stale);
        }
    }

    private static String leaf(Method method) {
        var given = method.getAnnotation(WithName.class);
        return given != null ? given.value() : kebab(method.getName());
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** Links to methods beside this one become names of settings. */
    private static String named(String comment, Class<?> type, String prefix) {
        String named = comment;
        for (Method method : type.getDeclaredMethods()) {
            named = named.replaceAll("`#" + method.getName() + "(\\(\\))?`", "`" + prefix + "." + leaf(method) + "`");
        }
        return named;
    }

    private static Type valueType(Type type) {
        boolean optional = type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
        return optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
    }

    private static String words(Type declared, Method method) {
        Type type = valueType(declared);
        if (type instanceof ParameterizedType generic
                && Collection.class.isAssignableFrom((Class<?>) generic.getRawType())) {
            Class<?> one = (Class<?>) generic.getActualTypeArguments()[0];
            return one.isEnum() ? "any of " + choices(one) + ", separated by commas" : "list, separated by commas";
        }
        return word((Class<?>) type) + limits(method);
    }

    private static String word(Class<?> type) {
        if (type.isEnum()) {
            return oneOf(
                    Stream.of(type.getEnumConstants()).map(Setting::written).toList());
        } else if (type == Duration.class) {
            return "duration";
        } else if (type == MemorySize.class) {
            return "size";
        } else if (type == boolean.class || type == Boolean.class) {
            return "`true` or `false`";
        } else if (type == Path.class) {
            return "path";
        } else if (type == double.class || type == Double.class) {
            return "number";
        } else if (type.isPrimitive()
                || Number.class.isAssignableFrom(type)
                || type == OptionalInt.class
                || type == OptionalLong.class) {
            return "whole number";
        }
        return "text";
    }

    private static String limits(AnnotatedElement method) {
        var limits = new ArrayList<String>();
        var min = method.getAnnotation(Min.class);
        var max = method.getAnnotation(Max.class);
        var shortest = method.getAnnotation(DurationMin.class);
        var longest = method.getAnnotation(DurationMax.class);
        if (min != null) {
            limits.add("at least " + min.value());
        }
        if (max != null) {
            limits.add("at most " + max.value());
        }
        if (shortest != null) {
            limits.add("at least `"
                    + Duration.ofDays(shortest.days())
                            .plusHours(shortest.hours())
                            .plusMinutes(shortest.minutes())
                            .plusSeconds(shortest.seconds())
                            .plusMillis(shortest.millis())
                    + "`");
        }
        if (longest != null) {
            limits.add("at most `"
                    + Duration.ofDays(longest.days())
                            .plusHours(longest.hours())
                            .plusMinutes(longest.minutes())
                            .plusSeconds(longest.seconds())
                            .plusMillis(longest.millis())
                    + "`");
        }
        return limits.isEmpty() ? "" : ", " + String.join(", ", limits);
    }

    private static String choices(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(choice -> "`" + written(choice) + "`")
                .collect(Collectors.joining(", "));
    }

    /** A constant as it is written in a setting. */
    private static String written(Object constant) {
        String name = constant.toString();
        return name.matches("[A-Z_]+") ? name.toLowerCase(Locale.ROOT).replace('_', '-') : name;
    }

    private static String oneOf(List<String> choices) {
        return choices.stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(" or "));
    }
}
