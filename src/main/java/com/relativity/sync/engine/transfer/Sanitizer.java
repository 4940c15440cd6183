package com.relativity.sync.engine.transfer;

import java.util.List;

import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.LongText;

/**
 * Makes a value of one field fit another one. What cannot be taken is refused with the reason in words; the item that holds it is then an
 * item error, and the others go on.
 */
final class Sanitizer {

    private static final int SHOWN = 40;

    private Sanitizer() {}

    /** @param refusal null where {@code value} can be written; a null value empties the field */
    record Sanitized(Object value, String refusal) {

        static Sanitized taken(Object value) {
            return new Sanitized(value, null);
        }
    }

    static Sanitized sanitize(TransferPlan.Column column, Object value) {
        Field destination = column.destination();
        if (value == null) {
            return Sanitized.taken(null);
        }
        if (destination.type() == FieldType.FixedLengthText) {
            return fixedLength(destination, value);
        }
        if (destination.type().isMultiple() && value instanceof String single) {
            return Sanitized.taken(List.of(single));
        }
        return Sanitized.taken(value);
    }

    private static Sanitized fixedLength(Field destination, Object value) {
        if (value instanceof LongText text) {
            return refused(destination, "a text of " + text.sizeBytes() + " bytes");
        }
        String text = (String) value;
        int characters = text.codePointCount(0, text.length());
        return characters <= destination.length()
                ? Sanitized.taken(text)
                : refused(destination, "'" + shortened(text) + "' with " + characters + " characters");
    }

    private static Sanitized refused(Field destination, String what) {
        return new Sanitized(
                null,
                "Field '" + destination.name() + "': " + what + " does not fit, at most " + destination.length()
                        + " characters do; shorten it in the source or lengthen the field in the destination.");
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
    }
}
