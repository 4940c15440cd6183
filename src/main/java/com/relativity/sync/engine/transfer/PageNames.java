package com.relativity.sync.engine.transfer;

import java.util.List;
import java.util.stream.IntStream;

/** What the pages of a document are called. */
final class PageNames {

    private PageNames() {}

    /**
     * The document's identifier for the first page, and this with {@code _1}, {@code _2} and so on for those that follow, the numbers padded
     * with zeros to the digits of {@code pages}: the names sort as the pages do.
     */
    static List<String> of(String identifier, int pages) {
        int digits = Integer.toString(pages).length();
        return IntStream.range(0, pages)
                .mapToObj(page -> page == 0 ? identifier : identifier + "_" + padded(page, digits))
                .toList();
    }

    private static String padded(int number, int digits) {
        String text = Integer.toString(number);
        return "0".repeat(digits - text.length()) + text;
    }
}
