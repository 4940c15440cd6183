package com.relativity.sync.engine;

import com.relativity.sync.job.Job;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.telemetry.Trace;

/**
 * A job in the hands of an agent.
 *
 * @param trace what is open of it at this moment
 */
public record Run(Job job, SyncConfiguration configuration, RunControl control, Trace trace) {

    /** One that nobody traces. */
    public Run(Job job, SyncConfiguration configuration, RunControl control) {
        this(job, configuration, control, Trace.NONE);
    }

    Run in(Trace part) {
        return new Run(job, configuration, control, part);
    }

    /** Goes with every write. */
    public RunKey key() {
        return new RunKey(job.jobId(), job.attempt());
    }

    public long jobId() {
        return job.jobId();
    }
}
