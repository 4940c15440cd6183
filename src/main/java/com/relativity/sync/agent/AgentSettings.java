package com.relativity.sync.agent;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.agent")
public interface AgentSettings {

    /** Shown in jobs; by default the host's name and a random part. */
    Optional<String> name();

    /** Jobs that run at once in this process. */
    @WithDefault("4")
    int slots();

    /** How often a free slot looks into the job list besides being woken. */
    @WithDefault("PT1S")
    Duration poll();

    /** How often the agent says that it is alive and asks which of its jobs are to stop; well below the lease. */
    @WithDefault("PT1S")
    Duration heartbeat();

    /** An agent that was not heard of for so long has lost its jobs. */
    @WithDefault("PT30S")
    Duration lease();

    /** A job whose agent was lost so often ends as failed instead of going on. */
    @WithDefault("3")
    @Min(1)
    int maxLost();

    /** Jobs of one source workspace that run at once in all agents; 0: no limit. */
    @WithDefault("0")
    @Min(0)
    int maxJobsPerWorkspace();

    /** Records that cannot be read and wait until Kafka takes them as dead letters; with more, no further records are taken. */
    @WithDefault("50")
    @Min(1)
    int mostDeadLetters();

    /** At SIGTERM, how long jobs may take to reach a checkpoint before they are handed back as they are. */
    @WithDefault("PT25S")
    Duration drainTimeout();

    /** How long a job may wait, without going on in between, for something that does not come back; then it ends as failed. */
    @WithDefault("PT12H")
    Duration patience();

    /** How often, without going on in between, a statement of a job may take longer than PostgreSQL allows; then the job ends as failed. */
    @WithDefault("5")
    @Min(1)
    int slowStatements();
}
