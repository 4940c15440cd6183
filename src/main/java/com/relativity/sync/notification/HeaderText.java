package com.relativity.sync.notification;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A text of any script as the value of a header (RFC 2047). The mail client has an encoding of its own, which may part the bytes of one
 * character, so that readers show a broken one.
 */
final class HeaderText {

    /** So that an encoded word has no more than 75 characters. */
    private static final int MOST_BYTES = 45;

    private static final String FOLD = "\r\n ";

    private HeaderText() {}

    /** @param text without control characters */
    static String encoded(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c < 0x7F) && !text.contains("=?");
        return plain ? text : parts(text).stream().map(HeaderText::word).collect(Collectors.joining(FOLD));
    }

    private static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        int bytes = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            String character = Character.toString(text.codePointAt(at));
            int size = character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > MOST_BYTES) {
                parts.add(part.toString());
                part.setLength(0);
                bytes = 0;
            }
            part.append(character);
            bytes += size;
        }
        parts.add(part.toString());
        return parts;
    }

    private static String word(String part) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
