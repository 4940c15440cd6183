package com.relativity.sync.store.query;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import com.relativity.sync.problem.BadRequest;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.store.loadfile.ValueReader;
import com.relativity.sync.store.loadfile.ValueUnreadable;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;

/** Reads one condition from JSON; every method answers null after it has added a fault. */
final class ConditionReader {

    static final int MOST_LEVELS = 32;
    static final int MOST_COMPARISONS = 500;
    static final int MOST_LISTED = 1000;

    private static final Set<String> COMPARISON_KEYS = Set.of("field", "op", "value");
    private static final String EXPECTED =
            "A condition is {\"field\":…,\"op\":…,\"value\":…}, {\"and\":[…]}, {\"or\":[…]} or {\"not\":…}.";

    private final Map<String, Field> fields = new HashMap<>();
    private final List<Violation> faults;
    private int comparisons;

    ConditionReader(List<Field> fields, List<Violation> faults) {
        fields.forEach(field -> this.fields.put(field.name(), field));
        this.faults = faults;
    }

    Condition read(JsonNode json, String at, int level) {
        if (json == null || !json.isObject()) {
            return fault(at, EXPECTED);
        }
        if (level > MOST_LEVELS) {
            return fault(at, "Conditions can be nested " + MOST_LEVELS + " levels deep.");
        }
        if (json.has("field") || json.has("op")) {
            return comparison(json, at);
        }
        if (json.size() != 1) {
            return fault(at, EXPECTED);
        }
        var key = json.fieldNames().next();
        return switch (key) {
            case "and", "or" -> {
                var parts = parts(json.get(key), at + "." + key, level);
                yield parts == null ? null : key.equals("and") ? new AllOf(parts) : new AnyOf(parts);
            }
            case "not" -> {
                var part = read(json.get(key), at + "." + key, level + 1);
                yield part == null ? null : new Not(part);
            }
            default -> fault(at, EXPECTED);
        };
    }

    private List<Condition> parts(JsonNode json, String at, int level) {
        if (!json.isArray() || json.isEmpty()) {
            return fault(at, "A list of at least one condition is needed.");
        }
        var parts = new ArrayList<Condition>();
        for (var index = 0; index < json.size() && comparisons <= MOST_COMPARISONS; index++) {
            parts.add(read(json.get(index), at + "[" + index + "]", level + 1));
        }
        return parts.contains(null) ? null : parts;
    }

    private Condition comparison(JsonNode json, String at) {
        if (++comparisons > MOST_COMPARISONS) {
            return comparisons == MOST_COMPARISONS + 1
                    ? fault(at, "A condition can have " + MOST_COMPARISONS + " comparisons.")
                    : null;
        }
        var before = faults.size();
        var keys = new HashSet<String>();
        json.fieldNames().forEachRemaining(keys::add);
        if (!COMPARISON_KEYS.containsAll(keys)) {
            fault(at, "A comparison has field, op and value, nothing else.");
        }
        var field = field(json.get("field"), at + ".field");
        var operator = operator(json.get("op"), at + ".op");
        if (field == null || operator == null) {
            return null;
        }
        if (!operator.suits(field.type())) {
            return fault(at + ".op", operator + " cannot be used with fields of the type " + field.type() + ".");
        }
        var value = value(field, operator, json.get("value"), at + ".value");
        if (field.type() == FieldType.LongText
                && (operator == Operator.contains || operator == Operator.startsWith)
                && value instanceof String part
                && part.length() > Condition.MOST_OF_LONG_TEXT) {
            return fault(
                    at + ".value",
                    "A part of a long text can be looked for with at most " + Condition.MOST_OF_LONG_TEXT
                            + " characters; shorten it, or use is for the whole text.");
        }
        return faults.size() > before ? null : new Comparison(field, operator, value);
    }

    private Field field(JsonNode json, String at) {
        if (json == null || !json.isTextual()) {
            return fault(at, "The name of a field is needed.");
        }
        var field = fields.get(json.textValue());
        return field == null ? fault(at, "There is no field of this name.") : field;
    }

    private Operator operator(JsonNode json, String at) {
        if (json != null && json.isTextual()) {
            for (var operator : Operator.values()) {
                if (operator.name().equals(json.textValue())) {
                    return operator;
                }
            }
        }
        String known = "One of is, isNot, contains, startsWith, isSet, in, lessThan, greaterThan is needed.";
        if (json != null && json.isTextual()) {
            throw new BadRequest(at + ": '" + json.textValue() + "' is no operator. " + known);
        }
        return fault(at, known);
    }

    private Object value(Field field, Operator operator, JsonNode json, String at) {
        return switch (operator) {
            case isSet -> json == null || json.isNull() ? Boolean.TRUE : yesNo(json, at);
            case in -> listed(field, json, at);
            case is, isNot, contains, startsWith, lessThan, greaterThan -> single(field, json, at);
        };
    }

    private List<Object> listed(Field field, JsonNode json, String at) {
        if (json == null || !json.isArray() || json.isEmpty() || json.size() > MOST_LISTED) {
            return fault(at, "A list of 1 to " + MOST_LISTED + " values is needed.");
        }
        var values = new ArrayList<>();
        for (var index = 0; index < json.size(); index++) {
            values.add(single(field, json.get(index), at + "[" + index + "]"));
        }
        return values.contains(null) ? null : List.copyOf(values);
    }

    private Object single(Field field, JsonNode json, String at) {
        return switch (field.type()) {
            case FixedLengthText, LongText, SingleChoice, MultipleChoice, SingleObject, MultipleObject, User ->
                text(json, at);
            case WholeNumber, Decimal, Currency -> number(json, at);
            case Date -> date(field, json, at);
            case YesNo -> yesNo(json, at);
        };
    }

    private String text(JsonNode json, String at) {
        if (json == null || !json.isTextual()) {
            return fault(at, "A text is needed.");
        }
        var text = json.textValue();
        if (text.isEmpty()) {
            return fault(at, "The text is empty; use isSet with false to find empty fields.");
        }
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(ConditionReader::isSurrogate)) {
            return fault(at, "The text holds U+0000 or half a character, which no field can hold.");
        }
        return text;
    }

    private static boolean isSurrogate(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private BigDecimal number(JsonNode json, String at) {
        if (json == null || !json.isNumber()) {
            return fault(at, "A number is needed.");
        }
        if (json.isFloatingPointNumber() && !json.isBigDecimal() && !Double.isFinite(json.doubleValue())) {
            return fault(at, "The number is too large.");
        }
        var number = json.decimalValue();
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // In this order: a number with a huge exponent must not be written out.
        if ((long) number.precision() - number.scale() > ValueReader.DIGITS
                || number.precision() > 10 * ValueReader.DIGITS
                || number.stripTrailingZeros().scale() > ValueReader.DIGITS) {
            return fault(
                    at,
                    "A number has at most " + ValueReader.DIGITS + " digits before the point and " + ValueReader.DIGITS
                            + " after it.");
        }
        var plain = number.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private Instant date(Field field, JsonNode json, String at) {
        if (json == null || !json.isTextual() || json.textValue().isBlank()) {
            return fault(at, "A date is needed, such as \"2001-05-21T15:48:00Z\" or \"5/21/2001\".");
        }
        try {
            return (Instant) ValueReader.read(field, json.textValue());
        } catch (ValueUnreadable unreadable) {
            return fault(at, unreadable.getMessage());
        }
    }

    private Boolean yesNo(JsonNode json, String at) {
        return json == null || !json.isBoolean() ? fault(at, "true or false is needed.") : json.booleanValue();
    }

    private <T> T fault(String at, String message) {
        faults.add(new Violation(at, message));
        return null;
    }
}
