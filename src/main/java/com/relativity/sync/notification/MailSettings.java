package com.relativity.sync.notification;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who mails come from, and how patiently they are sent. The server is the Quarkus mailer's ({@code quarkus.mailer.*}). */
@ConfigMapping(prefix = "sync.mail")
public interface MailSettings {

    /** The server; without one no mail is tried. */
    @WithDefault("${quarkus.mailer.host}")
    String host();

    /** The sender of all mails. */
    @WithDefault("${quarkus.mailer.from}")
    String from();

    /** How often mail that is due is looked for. */
    @WithDefault("PT5S")
    @DurationMin(millis = 10)
    Duration poll();

    /** Mails that a process sends at once. */
    @WithDefault("5")
    @Min(1)
    @Max(100)
    int atOnce();

    /** How long the server may take for one mail. */
    @WithDefault("PT30S")
    @DurationMin(millis = 10)
    Duration timeout();

    /** For so long a mail belongs to the process that took it up; well above the timeout, or it may be sent twice. */
    @WithDefault("PT2M")
    @DurationMin(millis = 20)
    Duration claim();

    /** How long the end of a run sends mail before it leaves the rest to others and frees its slot. */
    @WithDefault("PT30S")
    @DurationMin
    Duration atEnd();

    /** From the first failed try to the next; doubled at each further one. */
    @WithDefault("PT30S")
    @DurationMin(millis = 10)
    Duration firstPause();

    /** The longest time between two tries. */
    @WithDefault("PT1H")
    @DurationMin(millis = 10)
    Duration longestPause();

    /** From the end of the job: how long mail is tried. */
    @WithDefault("P3D")
    @DurationMin
    Duration patience();
}
