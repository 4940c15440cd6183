package com.relativity.sync.packaging;

import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.ws.rs.Path;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;

/**
 * The types of this project that Jackson reads or writes, found in the bytecode: what resources take and answer, what stands beside a call of
 * Jackson that reads or writes a value, and the records that these hold. Constants of enums need no reflection.
 */
final class JsonTypes {

    private static final String ROOT = "com.relativity.sync.";
    private static final Set<String> JACKSON = Set.of(
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.ObjectReader",
            "com.fasterxml.jackson.databind.ObjectWriter");

    private JsonTypes() {}

    static Set<String> in(JavaClasses classes) {
        var found = new TreeSet<String>();
        var open = new ArrayDeque<JavaClass>();
        classes.stream().flatMap(JsonTypes::roots).forEach(open::add);
        while (!open.isEmpty()) {
            var type = open.remove();
            if (isData(type) && found.add(type.getName())) {
                type.getAllFields().stream()
                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                        .flatMap(field -> involved(field.getType()))
                        .forEach(open::add);
                type.getAllSubclasses().forEach(open::add);
            }
        }
        found.removeIf(name -> classes.get(name).isInterface());
        return found;
    }

    private static boolean isData(JavaClass type) {
        return type.getName().startsWith(ROOT) && (type.isRecord() || type.isInterface());
    }

    private static Stream<JavaClass> roots(JavaClass type) {
        if (type.isAnnotatedWith(Path.class)) {
            return type.getMethods().stream().filter(JsonTypes::isCall).flatMap(JsonTypes::signature);
        }
        return type.getCodeUnits().stream().filter(JsonTypes::callsJackson).flatMap(JsonTypes::beside);
    }

    private static boolean isCall(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "Path")
                        .contains(annotation.getRawType().getSimpleName()));
    }

    private static boolean callsJackson(JavaCodeUnit unit) {
        return unit.getMethodCallsFromSelf().stream()
                .anyMatch(call -> JACKSON.contains(call.getTargetOwner().getName())
                        && call.getName().matches("(read|write)Value.*|convertValue|treeToValue|valueToTree"));
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.concat(
                unit.getParameterTypes().stream().flatMap(JsonTypes::involved), involved(unit.getReturnType()));
    }

    private static Stream<JavaClass> beside(JavaCodeUnit unit) {
        var results = unit.getMethodCallsFromSelf().stream()
                .filter(call -> !call.getTargetOwner().isInterface())
                .flatMap(call -> involved(call.getTarget().getReturnType()));
        var literals = unit.getReferencedClassObjects().stream().map(literal -> literal.getRawType());
        return Stream.of(signature(unit), results, literals).flatMap(types -> types);
    }

    private static Stream<JavaClass> involved(JavaType type) {
        return type.getAllInvolvedRawTypes().stream().map(JavaClass::getBaseComponentType);
    }
}
