package com.relativity.sync.engine.transfer;

/** Values as messages show them: short, on one line. */
final class Shown {

    private static final int LONGEST = 40;

    private Shown() {}

    static String shortened(Object value) {
        String text = String.valueOf(value);
        String start = text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
        return "'" + start.replaceAll("\\p{Cntrl}", " ") + "'";
    }
}
