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
        assertThat(counted(1200L, 800, 3).percent(false), comparesEqualTo(new BigDecimal("66.9")));
    }

    @Test
    void isZeroUntilTheTotalIsKnown() {
        assertThat(Progress.NONE.percent(false), comparesEqualTo(BigDecimal.ZERO));
    }

    @Test
    void anEndedJobWithNothingToDoIsAtHundred() {
        assertThat(counted(0L, 0, 0).percent(true), comparesEqualTo(HUNDRED));
        assertThat(counted(0L, 0, 0).percent(false), comparesEqualTo(BigDecimal.ZERO));
    }

    @Property
    void isHundredOnlyWhenAllIsDone_andNeverFalls(
            @ForAll @LongRange(min = 1, max = 10_000_000) long total, @ForAll @LongRange(min = 0) long done) {
        long counted = done % total;

        var before = counted(total, counted, 0).percent(false);
        var after = counted(total, counted, 1).percent(false);

        assertThat(before, lessThan(HUNDRED));
        assertThat(after, greaterThanOrEqualTo(before));
        assertThat(after, lessThanOrEqualTo(HUNDRED));
        assertThat(counted(total, total, 0).percent(false), comparesEqualTo(HUNDRED));
    }

    private static Progress counted(Long total, long transferred, long failed) {
        return new Progress(total, transferred, failed, 0, "synchronization", Pace.UNKNOWN);
    }
}
