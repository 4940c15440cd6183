package com.relativity.sync.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.relativity.sync.store.loadfile.ValueReader;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.StoredFile;

/** What a value must be to go into its field. What a row cannot hold is the fault of one item and not of its batch. */
final class FieldRules {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private FieldRules() {}

    /**
     * The fault in words for the user, with the field, the value shortened, the rule and what to do; null where there is none.
     *
     * @param users the instance's, by address as values name them
     */
    static String fault(Field field, Object value, Map<String, String> users) {
        if (value == null || "".equals(value)) {
            return null;
        }
        if (field.type().isMultiple() && value instanceof List<?> names) {
            return names.stream()
                    .map(name -> told(field, name, nameRule(field, name)))
                    .filter(fault -> fault != null)
                    .findFirst()
                    .orElse(null);
        }
        return told(field, value, rule(field, value, users));
    }

    private static String told(Field field, Object value, String rule) {
        String shown = value instanceof StoredFile ? "A file" : "'" + ValueReader.shown(String.valueOf(value)) + "'";
        return rule == null ? null : shown + " cannot be a value of the field '" + field.name() + "': " + rule;
    }

    private static String rule(Field field, Object value, Map<String, String> users) {
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            return "it holds the character U+0000, which cannot be stored; remove it.";
        }
        return switch (field.type()) {
            case FixedLengthText -> value instanceof String text ? lengthRule(field, text) : otherType(field);
            case LongText -> value instanceof String || value instanceof StoredFile ? null : otherType(field);
            case WholeNumber, Decimal, Currency ->
                value instanceof BigDecimal number ? numberRule(field, number) : otherType(field);
            case Date -> value instanceof Instant date ? dateRule(date) : otherType(field);
            case YesNo -> value instanceof Boolean ? null : otherType(field);
            case SingleChoice, SingleObject -> nameRule(field, value);
            case MultipleChoice, MultipleObject -> otherType(field);
            case User -> value instanceof String email ? userRule(email, users) : otherType(field);
        };
    }

    private static String otherType(Field field) {
        return "the field is of the type " + field.type() + "; write such a value, or use another field.";
    }

    private static String lengthRule(Field field, String text) {
        int characters = text.codePointCount(0, text.length());
        return field.length() != null && characters > field.length()
                ? "it has " + characters + " characters, and the field takes " + field.length()
                        + "; shorten it, or use a longer field."
                : null;
    }

    private static String numberRule(Field field, BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.precision() - plain.scale() > ValueReader.DIGITS || plain.scale() > ValueReader.DIGITS) {
            return "a number has at most " + ValueReader.DIGITS + " digits before the point and " + ValueReader.DIGITS
                    + " after it; round it.";
        }
        return field.type() == FieldType.WholeNumber && plain.scale() > 0
                ? "it is not a whole number; round it, or use a field of the type Decimal."
                : null;
    }

    private static String dateRule(Instant date) {
        return date.isBefore(EARLIEST) || !date.isBefore(END)
                ? "the year of a date goes from 1 to 9999 in UTC; correct it."
                : null;
    }

    private static String userRule(String email, Map<String, String> users) {
        return users.containsKey(email)
                ? null
                : "the instance knows no user with this e-mail address; add the user, or correct the address.";
    }

    private static String nameRule(Field field, Object value) {
        if (!(value instanceof String text)) {
            return otherType(field);
        }
        if (text.indexOf('\0') >= 0) {
            return "it holds the character U+0000, which cannot be stored; remove it.";
        }
        if (text.indexOf(';') >= 0) {
            return "a name must not hold ';', which separates names; rename it in the source.";
        }
        return field.type().isObject() ? objectRule(field, text) : choiceRule(text);
    }

    private static String objectRule(Field field, String name) {
        if (name.isBlank()) {
            return "the name of the object is blank; give it one.";
        }
        if (Names.identifierFault(name) != null) {
            return "an object cannot have this name. " + Names.identifierFault(name);
        }
        return field.associatedObjectTypeId() == null
                ? "the field has no associated object type, so no object can be made; use a field that has one."
                : null;
    }

    private static String choiceRule(String path) {
        String[] names = path.split("\\\\", -1);
        if (names.length > Choices.DEEPEST) {
            return "it leads " + names.length + " choices down, and at most " + Choices.DEEPEST + " are possible.";
        }
        for (String name : names) {
            if (name.isBlank()) {
                return "the name of a choice is blank; give it one, without '\\', which separates nested choices.";
            }
            if (name.codePointCount(0, name.length()) > ValueReader.NAME_CHARACTERS) {
                return "the name of a choice has at most " + ValueReader.NAME_CHARACTERS + " characters; shorten it.";
            }
        }
        return null;
    }
}
