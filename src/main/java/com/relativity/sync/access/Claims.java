package com.relativity.sync.access;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;

/** Reads what a token says of its bearer. What is not as it should be gives nothing. */
final class Claims {

    private static final String ALL = "*";
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");
    private static final int LONGEST_NAME = 255;

    private Claims() {}

    /** The user's name, otherwise the subject; null where the token has neither. */
    static String name(Object preferredUsername, String subject) {
        String preferred = preferredUsername instanceof JsonString text
                ? text.getString()
                : preferredUsername instanceof String text ? text : null;
        return isName(preferred) ? preferred : isName(subject) ? subject : null;
    }

    private static boolean isName(String text) {
        return text != null
                && !text.isBlank()
                && text.length() <= LONGEST_NAME
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** @param seconds since the epoch; 0: the token does not expire */
    static Instant time(long seconds) {
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    /**
     * The ids in a list of numbers, which may be written as texts; null, which is all workspaces, where {@code *} is one of its elements. With
     * any other element, or where it is no list, none.
     */
    static Set<Long> workspaces(Object claim) {
        if (!(claim instanceof Collection<?> elements)) {
            return Set.of();
        }
        boolean all = false;
        var ids = new HashSet<Long>();
        for (Object element : elements) {
            String text = text(element);
            if (ALL.equals(text)) {
                all = true;
            } else if (text != null && ID.matcher(text).matches()) {
                ids.add(Long.valueOf(text));
            } else {
                return Set.of();
            }
        }
        return all ? null : ids;
    }

    private static String text(Object element) {
        if (element instanceof JsonString string) {
            return string.getString();
        }
        if (element instanceof JsonNumber number) {
            return number.toString();
        }
        return element instanceof String || element instanceof Long || element instanceof Integer
                ? element.toString()
                : null;
    }
}
