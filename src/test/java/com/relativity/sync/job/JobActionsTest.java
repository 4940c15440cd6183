package com.relativity.sync.job;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.relativity.sync.support.Rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

class JobActionsTest {

    @ParameterizedTest
    @CsvSource({
        "Pending, New, false, false, true",
        "Pending, Suspended, false, false, true",
        "Processing, Processing, false, false, true",
        "Processing, Stopping, true, false, false",
        "Pending, Stopping, true, false, false",
        "Completed, Completed, false, true, false",
        "CompletedWithErrors, CompletedWithErrors, false, true, false",
        "Failed, Failed, false, true, false",
        "Cancelled, Stopped, true, true, false",
        // A cancel that came too late.
        "Completed, Completed, true, true, false"
    })
    @Rule("6.button.run")
    @Rule("6.button.stop")
    void runIsForJobsThatHaveEnded_andStopForThoseNobodyHasAskedToStop(
            JobStatus status, HistoryStatus historyStatus, boolean cancelRequested, boolean run, boolean stop) {
        var actions = job(status, historyStatus, cancelRequested).actions();

        assertEquals(run, actions.run());
        assertEquals(stop, actions.stop());
    }

    private static Job job(JobStatus status, HistoryStatus historyStatus, boolean cancelRequested) {
        return new Job(
                17,
                1001,
                1002,
                Flow.DOCUMENT,
                "Push",
                "correlation",
                status,
                historyStatus,
                cancelRequested,
                null,
                null,
                3,
                Map.of(),
                1,
                "agent",
                Progress.NONE,
                "anonymous",
                false,
                Instant.EPOCH,
                null,
                null,
                null,
                false);
    }
}
