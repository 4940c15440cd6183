package com.relativity.sync.maintenance;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long what is over stays, and how gently it goes. */
@ConfigMapping(prefix = "sync.retention")
public interface RetentionSettings {

    /** How long jobs that have ended, their history and errors stay. */
    @WithParentName
    @WithDefault("P90D")
    @DurationMin
    Duration jobs();

    /** How often what is due is looked for, by one process; where something stays for less than a day, more often. */
    @WithDefault("PT1H")
    @DurationMin(millis = 100)
    Duration interval();

    /** Rows that one statement removes. */
    @WithDefault("500")
    @Min(1)
    @Max(100_000)
    int rows();

    /** Between two statements that remove. */
    @WithDefault("PT0.05S")
    @DurationMin
    Duration pause();

    /** How long after its end what a job's run held counts as left over; well above the time that closing a job takes. */
    @WithDefault("PT10M")
    @DurationMin
    Duration leftOvers();
}
