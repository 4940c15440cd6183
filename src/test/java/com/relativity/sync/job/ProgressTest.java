package com.relativity.sync.job;

import java.math.BigDecimal;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

class ProgressTest {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    @Test
    void isTransferredAndFailedOfTotalWithOneDecimal() {
        assertThat(
                new Progress(1200L, 800, 3, "synchronization").percent(false), comparesEqualTo(new BigDecimal("66.9")));
    }

    @Test
    void isZeroUntilTheTotalIsKnown() {
        assertThat(Progress.NONE.percent(false), comparesEqualTo(BigDecimal.ZERO));
    }

    @Test
    void anEndedJobWithNothingToDoIsAtHundred() {
        assertThat(new Progress(0L, 0, 0, null).percent(true), comparesEqualTo(HUNDRED));
        assertThat(new Progress(0L, 0, 0, null).percent(false), comparesEqualTo(BigDecimal.ZERO));
    }

    @Property
    void isHundredOnlyWhenAllIsDone_andNeverFalls(
            @ForAll @LongRange(min = 1, max = 10_000_000) long total, @ForAll @LongRange(min = 0) long done) {
        long counted = done % total;

        var before = new Progress(total, counted, 0, null).percent(false);
        var after = new Progress(total, counted, 1, null).percent(false);

        assertThat(before, lessThan(HUNDRED));
        assertThat(after, greaterThanOrEqualTo(before));
        assertThat(after, lessThanOrEqualTo(HUNDRED));
        assertThat(new Progress(total, total, 0, null).percent(false), comparesEqualTo(HUNDRED));
    }
}
