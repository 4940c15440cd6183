package com.relativity.sync.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import com.relativity.sync.problem.Violation;

/** Whether values of a client can be kept as they are given: PostgreSQL takes no NUL, and UTF-8 no half of a surrogate pair. */
final class Texts {

    /** Digits of a number before and after its decimal point; far above any use, far below what the database refuses. */
    static final int MOST_DIGITS = 1_000;

    private static final int MOST_SHOWN = 100;

    private Texts() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** A client's text as a message may repeat it: on one line, cut where it is long. */
    static String shown(String text) {
        if (text == null) {
            return "null";
        }
        String oneLine = text.codePoints()
                .limit(MOST_SHOWN)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return length(text) > MOST_SHOWN ? oneLine + "…" : oneLine;
    }

    /** Adds a fault and answers false for a text that cannot be stored; null is fine. */
    static boolean storable(String field, String text, List<Violation> faults) {
        if (text == null) {
            return true;
        }
        if (text.indexOf('\0') >= 0) {
            faults.add(new Violation(field, "must not contain the NUL character (U+0000)"));
            return false;
        }
        boolean halfPair =
                text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (halfPair) {
            faults.add(new Violation(field, "must be valid Unicode; it contains half of a surrogate pair"));
            return false;
        }
        return true;
    }

    /** The same for all texts and numbers in free-form JSON. */
    static void storableTree(String field, Object value, List<Violation> faults) {
        if (value instanceof String text) {
            storable(field, text, faults);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                String name = String.valueOf(key);
                if (storable(field, name, faults)) {
                    storableTree(field + "." + shown(name), inner, faults);
                }
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                storableTree(field + "[" + i + "]", list.get(i), faults);
            }
        } else if (value instanceof BigDecimal number && tooManyDigits(number)
                || value instanceof BigInteger whole && whole.bitLength() > MOST_DIGITS * 3) {
            faults.add(new Violation(field, "must be a number of at most " + MOST_DIGITS + " digits"));
        }
    }

    private static boolean tooManyDigits(BigDecimal number) {
        long beforePoint = (long) number.precision() - number.scale();
        return beforePoint > MOST_DIGITS || number.scale() > MOST_DIGITS;
    }
}
