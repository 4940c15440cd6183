package com.relativity.sync.job;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PaceTest {

    private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");
    private static final int ATTEMPT = 3;

    /** What is kept of a run: the attempt, then pairs of a moment and what was done. */
    private static final class Kept {

        private final ArrayList<Long> values = new ArrayList<>();

        Kept() {
            values.add((long) ATTEMPT);
        }

        Kept at(double seconds, long done) {
            values.add(BEGIN.toEpochMilli() + (long) (seconds * 1000));
            values.add(done);
            return this;
        }

        Pace readAt(double seconds) {
            return Pace.of(values.toArray(Long[]::new), ATTEMPT, BEGIN.plusMillis((long) (seconds * 1000)));
        }
    }

    /** A batch of so many items each two seconds. */
    private static Kept steady(int seconds, long items) {
        var kept = new Kept();
        for (int second = 0; second <= seconds; second += 2) {
            kept.at(second, second / 2 * items);
        }
        return kept;
    }

    @Test
    void aRateIsNotKnown_beforeTheRunBegan_andInItsFirstSecond() {
        assertNull(Pace.UNKNOWN.itemsPerSecond());
        assertNull(Pace.of(null, ATTEMPT, BEGIN).itemsPerSecond());
        assertNull(new Kept().at(0, 0).at(0.5, 100).readAt(0.9).itemsPerSecond());
        assertEquals(
                new BigDecimal("100.0"),
                new Kept().at(0, 0).at(0.5, 100).readAt(1).itemsPerSecond());
    }

    @Test
    void aRateIsThatOfTheLastThirtySeconds_withOneDecimal() {
        assertEquals(new BigDecimal("33.3"), steady(8, 100).readAt(12).itemsPerSecond());
        assertEquals(new BigDecimal("50.0"), steady(60, 100).readAt(60).itemsPerSecond());
        assertEquals(
                new BigDecimal("10.0"),
                new Kept().at(0, 0).at(10, 90_000).at(40, 90_300).readAt(40).itemsPerSecond());
    }

    @Test
    void aRateIsZero_whenNothingMovedForThirtySeconds() {
        var kept = steady(60, 100);

        assertTrue(kept.readAt(89).itemsPerSecond().signum() > 0);
        assertEquals(new BigDecimal("0.0"), kept.readAt(90).itemsPerSecond());
        assertEquals(new BigDecimal("0.0"), new Kept().at(0, 500).readAt(5).itemsPerSecond());
    }

    @Test
    void anAttemptBeforeThisOne_tellsNothing() {
        Long[] kept = {(long) ATTEMPT, BEGIN.toEpochMilli(), 0L, BEGIN.toEpochMilli() + 5000, 100L};

        assertNull(Pace.of(kept, ATTEMPT + 1, BEGIN.plusSeconds(6)).itemsPerSecond());
    }

    @Test
    void anEndIsTold_asARange_whenTheRunIsSteady() {
        var end = steady(20, 100).readAt(21).end(1000).orElseThrow();

        assertEquals(BEGIN.plusSeconds(40), end.low());
        assertEquals(BEGIN.plusSeconds(40), end.high());
    }

    @Test
    void theRangeIsFromTheFastestQuarterOfTheLastMinuteToTheSlowest() {
        var kept = new Kept().at(0, 0).at(5, 500).at(10, 1000).at(15, 1500).at(20, 1750);

        var end = kept.readAt(20).end(1000).orElseThrow();

        assertEquals(BEGIN.plusSeconds(30), end.low());
        assertEquals(BEGIN.plusSeconds(40), end.high());
    }

    @Test
    void noEndIsTold_whereItWouldBeAGuess() {
        var tooFew = new Kept().at(0, 0).at(10, 1000).at(20, 2000).at(30, 3000);
        var tooShort = new Kept().at(0, 0).at(2, 200).at(4, 400).at(6, 600).at(9.9, 990);
        var tooUneven = new Kept().at(0, 0).at(5, 500).at(10, 1000).at(15, 1500).at(20, 1740);
        var standsStill =
                new Kept().at(0, 0).at(5, 500).at(10, 1000).at(15, 1500).at(20, 1500);

        assertEquals(Optional.empty(), Pace.UNKNOWN.end(1000));
        assertEquals(Optional.empty(), tooFew.readAt(30).end(1000));
        assertEquals(Optional.empty(), tooShort.readAt(10).end(1000));
        assertEquals(Optional.empty(), tooUneven.readAt(20).end(1000));
        assertEquals(Optional.empty(), standsStill.readAt(20).end(1000));
    }

    @Test
    void noEndIsTold_whenTheRunHasBecomeSilent() {
        var kept = steady(20, 100);

        assertTrue(kept.readAt(24).end(1000).isPresent());
        assertEquals(Optional.empty(), kept.readAt(24.1).end(1000));
    }

    @Test
    void noEndIsTold_whenNothingIsLeft_orItShouldBeOver() {
        var kept = steady(20, 100);

        assertEquals(Optional.empty(), kept.readAt(21).end(0));
        assertTrue(kept.readAt(22).end(100).isPresent());
        assertEquals(Optional.empty(), kept.readAt(22.1).end(100));
    }

    @Test
    void anEndIsTold_forARunOfLargeBatchesToo() {
        var kept = new Kept();
        for (int batch = 0; batch < 9; batch++) {
            kept.at(batch * 50, batch * 1000);
        }

        assertEquals(
                BEGIN.plusSeconds(450), kept.readAt(401).end(1000).orElseThrow().high());
    }

    @Test
    void theTotalMustBeKnown() {
        var pace = steady(20, 100).readAt(21);

        assertEquals(Optional.empty(), new Progress(null, 0, 0, 0, null, pace).end());
        assertTrue(
                new Progress(2000L, 990, 10, 0, "synchronization", pace).end().isPresent());
    }

    @Test
    void noEndIsTold_ofAJobThatIsNotRunning_orGoesOverItsItemsTwice() {
        var progress = new Progress(
                2000L, 990, 10, 0, "synchronization", steady(20, 100).readAt(21));

        assertNotNull(
                JobEvent.Told.of(progress, JobStatus.Processing, Flow.DOCUMENT).eta());
        assertNull(JobEvent.Told.of(progress, JobStatus.Processing, Flow.NON_DOCUMENT)
                .eta());
        for (JobStatus status : JobStatus.values()) {
            var told = JobEvent.Told.of(progress, status, Flow.IMAGE);
            assertEquals(status == JobStatus.Processing, told.eta() != null, status.name());
            assertEquals(status == JobStatus.Processing, told.itemsPerSecond() != null, status.name());
        }
    }

    @Property
    void anEndIsNeverInThePast_andItsRangeNeverTurned(
            @ForAll @Size(min = 1, max = 40) java.util.List<@LongRange(max = 5_000) Long> steps,
            @ForAll @IntRange(max = 40_000) int silence,
            @ForAll @LongRange(min = -5, max = 1_000_000) long remaining) {
        var kept = new Kept();
        double at = 0;
        long done = 0;
        for (long step : steps) {
            kept.at(at, done);
            at += 1 + step / 1000.0;
            done += step;
        }
        double now = at + silence / 1000.0;

        var pace = kept.readAt(now);

        pace.end(remaining).ifPresent(end -> {
            assertFalse(end.low().isBefore(BEGIN.plus(Duration.ofMillis((long) (now * 1000)))));
            assertFalse(end.high().isBefore(end.low()));
        });
        assertTrue(pace.itemsPerSecond() == null || pace.itemsPerSecond().signum() >= 0);
    }
}
