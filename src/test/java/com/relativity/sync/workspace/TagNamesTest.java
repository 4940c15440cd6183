package com.relativity.sync.workspace;

import org.junit.jupiter.api.Test;

import com.relativity.sync.support.Rule;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

class TagNamesTest {

    @Test
    @Rule("5.source-case.name")
    @Rule("5.destination-case")
    void aWorkspaceIsCalledByInstanceNameAndId() {
        assertEquals("This Instance - Harbor - 1017", TagNames.ofWorkspace("This Instance", "Harbor", 1017));
    }

    @Test
    @Rule("5.source-job.name")
    void aRunIsCalledByItsJobAndHistoryId() {
        assertEquals("Weekly push - 17", TagNames.ofJob("Weekly push", 17));
    }

    @Test
    @Rule("5.cut")
    void theFirstPartIsShortenedWhereTheNameIsTooLong() {
        // 13 + 3 + 240 + 3 + 4: eight too many
        String name = TagNames.ofWorkspace("This Instance", "w".repeat(240), 1017);

        assertEquals("This  - " + "w".repeat(240) + " - 1017", name);
        assertEquals(255, name.length());
    }

    @Test
    @Rule("5.cut")
    void aWorkspacesOwnNameIsShortenedWhereTheInstanceIsTooShortForIt() {
        String name = TagNames.ofWorkspace("This Instance", "w".repeat(255), 1017);

        assertEquals("w".repeat(248) + " - 1017", name);
    }

    @Test
    @Rule("5.cut")
    void aJobsNameIsShortenedByWholeCharacters() {
        String name = TagNames.ofJob("𝒳".repeat(255), 9_007_199_254_740_991L);

        assertEquals(255, name.codePointCount(0, name.length()));
        assertThat(name, endsWith("𝒳 - 9007199254740991"));
    }

    @Test
    void whatSeparatesValuesIsReplaced() {
        assertEquals("a,b - c,d - 1", TagNames.ofWorkspace("a;b", "c;d", 1));
        assertEquals("push, now - 2", TagNames.ofJob("push; now", 2));
        assertEquals("two lines - 3", TagNames.ofJob("two\nlines", 3));
    }
}
