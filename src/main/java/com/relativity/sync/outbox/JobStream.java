package com.relativity.sync.outbox;

import com.relativity.sync.job.JobEvent;

/** The events of a job on one topic: what has an order of its own. */
public record JobStream(long jobId, JobEvent.Stream stream) {}
