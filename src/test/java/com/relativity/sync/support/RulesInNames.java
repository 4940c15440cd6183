package com.relativity.sync.support;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGenerator;

/** Quotes in a test's display name the rules that it holds. */
public final class RulesInNames extends DisplayNameGenerator.Standard {

    private static final Map<String, String> TEXTS = Rules.read().texts();

    @Override
    public String generateDisplayNameForClass(Class<?> testClass) {
        return super.generateDisplayNameForClass(testClass) + quoted(testClass);
    }

    @Override
    public String generateDisplayNameForMethod(
            List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
        return testMethod.getName() + quoted(testMethod);
    }

    private static String quoted(AnnotatedElement test) {
        String rules = Arrays.stream(test.getAnnotations())
                .flatMap(RulesInNames::ids)
                .map(id -> TEXTS.getOrDefault(id, id))
                .collect(Collectors.joining("; "));
        return rules.isEmpty() ? "" : " (" + rules + ")";
    }

    /** By name: the class of a {@code @QuarkusTest} has a class loader of its own, and so have its annotations. */
    private static Stream<String> ids(Annotation annotation) {
        String name = annotation.annotationType().getName();
        if (name.equals(Rule.class.getName())) {
            return Stream.of((String) value(annotation));
        }
        return name.equals(Rule.Several.class.getName())
                ? Arrays.stream((Annotation[]) value(annotation)).flatMap(RulesInNames::ids)
                : Stream.empty();
    }

    private static Object value(Annotation annotation) {
        try {
            return annotation.annotationType().getMethod("value").invoke(annotation);
        } catch (ReflectiveOperationException defect) {
            throw new IllegalStateException(defect);
        }
    }
}
