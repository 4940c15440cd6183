package com.relativity.sync.api;

import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

import com.relativity.sync.problem.Violation;

/** Says in a client's words why a body is not the JSON that was asked for; never names a class. */
final class JsonFaults {

    private static final Map<String, String> BEYOND = Map.of(
            "getMaxNestingDepth", "objects and lists are nested too deep (sync.limits.json.depth)",
            "getMaxStringLength", "a text is too long (sync.limits.json.text)",
            "getMaxNameLength", "a field's name is too long (sync.limits.json.name)",
            "getMaxNumberLength", "a number has too many digits (sync.limits.json.digits)",
            "getMaxTokenCount", "there are too many names and values (sync.limits.json.tokens)");

    private JsonFaults() {}

    static Problem problem(JsonProcessingException fault) {
        for (Throwable inner = fault; inner != null; inner = inner.getCause()) {
            boolean hasPath = inner instanceof JsonMappingException || inner instanceof InputCoercionException;
            if (inner instanceof JsonProcessingException json && !hasPath) {
                return malformed(json);
            }
        }
        if (!(fault instanceof JsonMappingException mapping)) {
            return bad("The body has a number that is out of range.", List.of());
        }
        String field = path(mapping);
        String message = message(mapping);
        String where = field.isEmpty() ? "The body " : "'" + field + "' ";
        return bad(where + message + ".", List.of(new Violation(field, message)));
    }

    static Problem bad(String detail, List<Violation> violations) {
        return Problem.of("bad-request", 400, "Bad request", detail, violations);
    }

    private static Problem malformed(JsonProcessingException fault) {
        String what = fault instanceof StreamConstraintsException
                ? "The body's JSON is beyond what is read: " + beyond(fault)
                : "The body is not well-formed JSON: " + plain(fault);
        return bad(what + place(fault.getLocation()) + ".", List.of());
    }

    /** The parser's own words name the limit by the method that tells it. */
    private static String beyond(JsonProcessingException fault) {
        String words = fault.getOriginalMessage();
        return BEYOND.entrySet().stream()
                .filter(limit -> words.contains(limit.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> plain(fault));
    }

    /** The parser's own words up to the first hint at the program. */
    private static String plain(JsonProcessingException fault) {
        String words = fault.getOriginalMessage().lines().findFirst().orElse("unreadable");
        int program = words.indexOf("(`");
        String cut = program < 0 ? words : words.substring(0, program).strip();
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }

    private static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String path(JsonMappingException fault) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String message(JsonMappingException fault) {
        if (fault instanceof UnrecognizedPropertyException unknown) {
            var known = unknown.getKnownPropertyIds();
            return "is not known here"
                    + (known == null || known.isEmpty()
                            ? ""
                            : "; known are "
                                    + known.stream()
                                            .map(String::valueOf)
                                            .sorted()
                                            .collect(Collectors.joining(", ")));
        }
        if (fault instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            String given = fault instanceof InvalidFormatException format ? ", not " + shown(format.getValue()) : "";
            return "must be " + expected(mismatch.getTargetType()) + given;
        }
        if (fault.getCause() instanceof InputCoercionException) {
            return "must be a number within the range of its kind";
        }
        return "cannot be read as what belongs here";
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        String cut = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return value instanceof String ? "'" + cut + "'" : cut;
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == Long.class || type == long.class || type == Integer.class || type == int.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type == double.class) {
            return "a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (CharSequence.class.isAssignableFrom(type) || type == Character.class || type == char.class) {
            return "a text";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "a time such as 2024-05-31T10:00:00Z";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "of another type";
    }
}
