package com.relativity.sync.engine.transfer;

import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.relativity.sync.support.Rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PageNamesTest {

    @Test
    @Rule("4.images.first-page")
    void theFirstPageHasTheDocumentsIdentifier() {
        assertEquals(List.of("D-1"), PageNames.of("D-1", 1));
        assertEquals(List.of("D-1", "D-1_1"), PageNames.of("D-1", 2));
    }

    @ParameterizedTest
    @CsvSource({
        "9,   D_1,   D_8",
        "10,  D_01,  D_09",
        "11,  D_01,  D_10",
        "99,  D_01,  D_98",
        "100, D_001, D_099",
        "101, D_001, D_100"
    })
    @Rule("4.images.following-pages")
    void theFollowingPagesAreNumbered_paddedToTheDigitsOfThePageCount(int pages, String second, String last) {
        var names = PageNames.of("D", pages);

        assertEquals(second, names.get(1));
        assertEquals(last, names.get(pages - 1));
        assertEquals(pages, names.size());
    }

    @Property
    void namesSortAsPagesDo(@ForAll @IntRange(min = 1, max = 1200) int pages) {
        var names = PageNames.of("D", pages);
        var sorted = new ArrayList<>(names);
        sorted.sort(null);

        assertEquals(sorted, names);
    }
}
