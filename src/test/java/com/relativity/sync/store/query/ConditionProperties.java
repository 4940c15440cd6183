package com.relativity.sync.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import com.relativity.sync.problem.Violation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConditionProperties {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$([0-9]+)");

    /** Every word and sign that SQL of a condition is made of, whatever its fields and values. */
    private static final Pattern VOCABULARY =
            Pattern.compile("(?:[() ,]|\\$[0-9]+|::text\\[\\]|::text|::numeric\\[\\]|::numeric"
                    + "|::jsonb\\[\\]|i\\.fields|i\\.identifier|t\\.content|t\\.sha256|t\\.in_pieces|p\\.sha256|p\\.piece|p\\.first_character|one\\.name|one\\(name\\)|->>|->|@>|=|<|>|0"
                    + "|'sha256'|'string'|'object'|\"C\""
                    + "|\\b(?:and|or|is|not|true|null|any|case|when|then|end|exists|select|from|where|as|store_text|store_text_piece|t|p|else|offset|collate"
                    + "|strpos|starts_with|jsonb_typeof|jsonb_array_elements_text)\\b)*");

    @Property(tries = 500)
    void aConditionThatWasWritten_isReadAsTheSame(@ForAll("conditions") Condition condition) {
        var faults = new ArrayList<Violation>();

        var read = Condition.parse(Conditions.written(condition), Conditions.FIELDS, "condition", faults);

        assertEquals(List.of(), faults);
        assertEquals(condition, read);
    }

    @Property(tries = 500)
    void theSql_holdsNeitherFieldsNorValues_andEveryParameterHasItsPlace(
            @ForAll("conditions") Condition condition, @ForAll @IntRange(min = 1, max = 50) int first) {
        var fragment = condition.compile(first);

        assertTrue(VOCABULARY.matcher(fragment.sql()).matches(), fragment.sql());
        var places = new TreeSet<Integer>();
        PLACEHOLDER.matcher(fragment.sql()).results().forEach(place -> places.add(Integer.valueOf(place.group(1))));
        var expected = IntStream.range(first, first + fragment.parameters().size())
                .boxed()
                .toList();
        assertEquals(expected, List.copyOf(places));
        for (var parameter : fragment.parameters()) {
            assertTrue(parameter instanceof String || parameter instanceof String[], parameter::toString);
        }
    }

    @Provide
    Arbitrary<Condition> conditions() {
        return Conditions.any();
    }
}
