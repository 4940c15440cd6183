package com.relativity.sync.job;

/**
 * Who submitted a job. Kept with the job: its run asks again what the submitter might do then.
 *
 * @param administrator whether restricted options are for them
 */
public record Submitter(String name, boolean administrator) {}
