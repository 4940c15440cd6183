package com.relativity.sync.relay;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import com.relativity.sync.job.JobEvent;

/** Names and shape of the topics. What exists already is used as it is. */
@ConfigMapping(prefix = "sync.topics")
public interface TopicSettings {

    /** Tells agents of jobs that are in the list. */
    @WithDefault("sync.job-submitted")
    String jobSubmitted();

    /** Tells agents of jobs that are to stop; compacted. */
    @WithDefault("sync.job-cancellation")
    String jobCancellation();

    /** Tells everybody of moves and progress. */
    @WithDefault("sync.job-status")
    String jobStatus();

    /** Holds records of the job-submitted topic that cannot be read. */
    @WithDefault("sync.job-submitted.dead-letter")
    String deadLetter();

    /** Partitions of a topic that is made at start; bounds how many agents are woken and how many consumers read side by side. */
    @WithDefault("12")
    int partitions();

    /** Copies of each partition of a topic that is made at start; 3 where the brokers are three or more. */
    @WithDefault("1")
    short replicas();

    /** How long the status topic keeps its records, where it is made at start. */
    @WithDefault("P7D")
    Duration statusRetention();

    /** How long the dead letter topic keeps its records, where it is made at start. */
    @WithDefault("P30D")
    Duration deadLetterRetention();

    /**
     * Largest record of the dead letter topic, in bytes: what the job-submitted topic takes, and room for why it could not be read. Raise it
     * with that one.
     */
    @WithDefault("2097152")
    int deadLetterBytes();

    default String of(JobEvent.Stream stream) {
        return switch (stream) {
            case SUBMITTED -> jobSubmitted();
            case CANCELLATION -> jobCancellation();
            case STATUS -> jobStatus();
        };
    }
}
