package com.relativity.sync.api;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMin;

@ConfigMapping(prefix = "sync.limits")
public interface LimitSettings {

    /** Largest body of a request; bytes, or with K, M or G. */
    @WithDefault("10M")
    MemorySize body();

    /** How long a request's body may take to come. */
    @WithDefault("PT30S")
    @DurationMin(millis = 1)
    Duration bodyTime();

    /** How long it may take until an answer begins; longer than the longest long poll. Imports take as long as they take. */
    @WithDefault("PT90S")
    @DurationMin(millis = 1)
    Duration answerTime();

    /** Longest path with query; bytes. What is longer than quarkus.http.limits.max-initial-line-length is refused without a body. */
    @WithDefault("8K")
    MemorySize uri();

    /** Longest headers, all together; bytes. What is longer than quarkus.http.limits.max-header-size is refused without a body. */
    @WithDefault("32K")
    MemorySize headers();

    /** What is read of a body in JSON. */
    Json json();

    interface Json {

        /** Objects and lists within each other. */
        @WithDefault("100")
        @Min(1)
        int depth();

        /** Characters of a text. */
        @WithDefault("1000000")
        @Min(1)
        int text();

        /** Characters of a field's name. */
        @WithDefault("1000")
        @Min(1)
        int name();

        /** Digits of a number. */
        @WithDefault("1000")
        @Min(1)
        int digits();

        /** Names, values and brackets in all; a list of numbers has one for each. */
        @WithDefault("1000000")
        @Min(1)
        long tokens();
    }

    /** Value of the header Strict-Transport-Security on every answer; without one, no such header. */
    Optional<String> strictTransportSecurity();

    /** Requests of a process that are being answered at once; another one is refused with 503. */
    @WithDefault("500")
    @Min(1)
    int requests();

    /** Event streams and long polls of a process that are open at once; another one is refused with 503. */
    @WithDefault("1000")
    @Min(1)
    int waiting();
}
