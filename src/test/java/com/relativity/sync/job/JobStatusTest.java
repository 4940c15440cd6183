package com.relativity.sync.job;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

import static com.relativity.sync.job.JobStatus.Cancelled;
import static com.relativity.sync.job.JobStatus.Completed;
import static com.relativity.sync.job.JobStatus.CompletedWithErrors;
import static com.relativity.sync.job.JobStatus.Failed;
import static com.relativity.sync.job.JobStatus.Pending;
import static com.relativity.sync.job.JobStatus.Processing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JobStatusTest {

    private static final Map<JobStatus, Set<JobStatus>> CONTRACT = Map.of(
            Pending, EnumSet.of(Processing, Cancelled),
            Processing, EnumSet.of(Pending, Completed, CompletedWithErrors, Failed, Cancelled));

    @Property
    @Tag("G3")
    void onlyTheMovesOfTheContractExist(@ForAll JobStatus from, @ForAll JobStatus to) {
        assertEquals(CONTRACT.getOrDefault(from, Set.of()).contains(to), from.canMoveTo(to));
    }

    @Property
    @Tag("G3")
    void aJobThatHasEndedNeverMoves(@ForAll JobStatus from, @ForAll JobStatus to) {
        if (from.isTerminal()) {
            assertFalse(from.canMoveTo(to));
        }
    }

    @Test
    void theListHoldsPendingAndProcessing() {
        assertEquals(Set.of(Pending, Processing), JobStatus.ACTIVE);
    }

    @Property
    void anyWalkAlongAllowedMovesOfTheHistoryEndsOnceAndStays(@ForAll List<HistoryStatus> wishes) {
        var now = HistoryStatus.New;
        boolean ended = false;
        for (HistoryStatus wish : wishes) {
            if (now.canMoveTo(wish)) {
                assertFalse(ended, "moved on from an end");
                now = wish;
                ended = now.isTerminal();
            }
        }
    }

    @Property
    void everyEndOfTheHistoryIsAnEndOfTheJobThatProcessingMayTake(@ForAll HistoryStatus status) {
        if (status.isTerminal()) {
            assertTrue(status.ofEndedJob().isTerminal());
            assertTrue(Processing.canMoveTo(status.ofEndedJob()));
        }
    }
}
