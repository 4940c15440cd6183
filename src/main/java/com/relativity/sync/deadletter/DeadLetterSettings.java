package com.relativity.sync.deadletter;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.dead-letters")
interface DeadLetterSettings {

    /** How long one answer of Kafka may take before a call says that it is away. */
    @WithDefault("PT3S")
    Duration timeout();

    /** How long reading the list may take in all. */
    @WithDefault("PT10S")
    Duration readTimeout();

    /** Keys and values that a list shows at most, unless it shows one letter only; bytes, or with K, M or G. */
    @WithDefault("8M")
    MemorySize mostShown();

    /** Calls that read the topic at once in this process. */
    @WithDefault("2")
    @Min(1)
    int calls();

    /** Calls that wait for their turn; one more is told to come later. */
    @WithDefault("50")
    @Min(0)
    int waitingCalls();
}
