package com.relativity.sync.deadletter;

/** @param skipped letters that had been redriven before, and those that Kafka cannot take back */
public record RedriveOutcome(long redriven, long skipped) {

    RedriveOutcome plus(RedriveOutcome other) {
        return new RedriveOutcome(redriven + other.redriven, skipped + other.skipped);
    }
}
