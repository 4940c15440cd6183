package com.relativity.sync.engine.transfer;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.LongText;

/**
 * Makes a value of one field fit another one, whatever form a gateway delivers it in. What cannot be taken is refused with the field, the
 * value and the rule in words; the item that holds it is then an item error, and the others go on.
 */
final class Sanitizer {

    private Sanitizer() {}

    /** The value to write; null empties the field. Fails with {@link ItemRefused}. */
    static Object sanitize(TransferPlan.Column column, Object value) {
        Field field = column.destination();
        if (value == null) {
            return null;
        }
        return switch (field.type()) {
            case FixedLengthText -> fixedLength(field, value);
            case LongText -> value instanceof LongText ? value : value.toString();
            case WholeNumber -> Scalars.wholeNumber(field, value);
            case Decimal, Currency -> Scalars.number(field, value);
            case Date -> Scalars.date(field, value);
            case YesNo -> Scalars.yesNo(field, value);
            case SingleChoice -> choice(field, only(field, value));
            case MultipleChoice -> several(field, value);
            case SingleObject -> object(field, only(field, value));
            case MultipleObject -> several(field, value);
            case User -> named(field, only(field, value), "a user's e-mail address");
        };
    }

    private static String fixedLength(Field field, Object value) {
        if (value instanceof LongText text) {
            throw tooLong(field, "a text of " + text.sizeBytes() + " bytes");
        }
        String text = value.toString();
        int characters = text.codePointCount(0, text.length());
        if (characters > field.length()) {
            throw tooLong(field, Shown.shortened(text) + " with " + characters + " characters");
        }
        return text;
    }

    private static ItemRefused tooLong(Field field, String what) {
        return refused(
                field,
                what + " does not fit, at most " + field.length()
                        + " characters do; shorten it in the source or lengthen the field in the destination");
    }

    private static List<String> several(Field field, Object value) {
        Set<String> names = new LinkedHashSet<>();
        for (Object name : value instanceof Collection<?> all ? all : List.of(value)) {
            names.add(field.type() == FieldType.MultipleChoice ? choiceOfSeveral(field, name) : object(field, name));
        }
        return names.isEmpty() ? null : List.copyOf(names);
    }

    private static String choiceOfSeveral(Field field, Object name) {
        String choice = choice(field, name);
        return withoutSemicolon(field, choice, "a choice");
    }

    /** A choice's names from the top, joined by a backslash: one in a name itself leaves a part without a name. */
    private static String choice(Field field, Object name) {
        String choice = named(field, name, "a choice");
        for (String part : choice.split("\\\\", -1)) {
            if (part.isBlank()) {
                throw refused(
                        field,
                        "the choice " + Shown.shortened(choice)
                                + " has a part without a name; a backslash separates a choice from its parent and"
                                + " cannot stand in a name, so rename the choice in the source");
            }
        }
        return choice;
    }

    private static String object(Field field, Object name) {
        return withoutSemicolon(field, named(field, name, "an object"), "an object");
    }

    private static String named(Field field, Object name, String kind) {
        if (name == null || name.toString().isBlank()) {
            throw refused(field, "the name of " + kind + " is blank; give it one in the source");
        }
        return name.toString();
    }

    private static String withoutSemicolon(Field field, String name, String kind) {
        if (name.indexOf(';') >= 0) {
            throw refused(
                    field,
                    "the name " + Shown.shortened(name) + " of " + kind
                            + " contains a semicolon, which separates several values; rename it in the source");
        }
        return name;
    }

    private static Object only(Field field, Object value) {
        if (!(value instanceof Collection<?> several)) {
            return value;
        }
        if (several.size() != 1) {
            throw refused(
                    field,
                    Shown.shortened(several) + " are " + several.size()
                            + " values, and the field holds one; leave one in the source");
        }
        return several.iterator().next();
    }

    static ItemRefused refused(Field field, String what) {
        return new ItemRefused("Field '" + field.name() + "': " + what + ".");
    }
}
