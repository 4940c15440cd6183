package com.relativity.sync.deadletter;

import java.util.Set;
import java.util.stream.LongStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Held against the same questions asked offset by offset. */
class RedrivenOffsetsTest {

    private static final int PARTITION = 3;

    @Property
    void answersAsASetOfOffsetsDoes(
            @ForAll Set<@LongRange(min = 0, max = 40) Long> gone,
            @ForAll @LongRange(min = 0, max = 40) long from,
            @ForAll @LongRange(min = 0, max = 10) long length,
            @ForAll @IntRange(min = 1, max = 8) int most) {
        var offsets = new LetterTopic.Offsets(PARTITION, from, from + length);
        var redriven = runs(gone);

        for (long offset = 0; offset <= 50; offset++) {
            assertEquals(gone.contains(offset), redriven.contains(PARTITION, offset));
        }
        assertEquals(all(offsets).filter(gone::contains).count(), redriven.count(offsets));
        assertEquals(
                all(offsets)
                        .filter(offset -> !gone.contains(offset))
                        .findFirst()
                        .orElse(offsets.to()),
                redriven.left(offsets).from());
        long[] left = all(offsets).filter(offset -> !gone.contains(offset)).toArray();
        var newest = redriven.newest(offsets, most);
        assertEquals(
                Math.min(most, left.length),
                all(newest).filter(offset -> !gone.contains(offset)).count());
        assertEquals(offsets.to(), newest.to());
    }

    private static LongStream all(LetterTopic.Offsets offsets) {
        return LongStream.range(offsets.from(), offsets.to());
    }

    private static RedrivenOffsets runs(Set<Long> gone) {
        var runs = new RedrivenOffsets();
        for (long first : gone) {
            if (!gone.contains(first - 1)) {
                long end = first;
                while (gone.contains(end)) {
                    end++;
                }
                runs.add(PARTITION, first, end);
            }
        }
        return runs;
    }
}
