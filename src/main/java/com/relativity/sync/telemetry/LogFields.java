package com.relativity.sync.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jboss.logging.MDC;

import com.relativity.sync.job.Job;

/** The fields of log lines that tell which job they are about. */
public final class LogFields {

    public static final String JOB = "jobId";
    public static final String WORKSPACE = "workspaceId";
    public static final String AGENT = "agent";
    private static final String TRACE = "traceId";

    private final Map<String, String> fields = new LinkedHashMap<>();

    private LogFields() {}

    public static LogFields none() {
        return new LogFields();
    }

    public static LogFields of(Job job) {
        return none().with(JOB, job.jobId()).with(WORKSPACE, job.workspaceId()).with(AGENT, job.agent());
    }

    /** Does nothing for a value that is null. */
    public LogFields with(String field, Object value) {
        if (value != null) {
            fields.put(field, value.toString());
        }
        return this;
    }

    /** The trace's id, where there is one. */
    public LogFields with(Trace trace) {
        return with(TRACE, trace.traceId());
    }

    /** For all that is logged on this context from now on; only on one that ends with the work: a call's, or one of {@link Contexts#ofItsOwn}. */
    public void stay() {
        fields.forEach(MDC::put);
    }

    /** For what {@code saying} logs. */
    public void on(Runnable saying) {
        var before = new LinkedHashMap<String, Object>();
        fields.forEach((field, value) -> before.put(field, MDC.get(field)));
        fields.forEach(MDC::put);
        try {
            saying.run();
        } finally {
            before.forEach((field, value) -> {
                if (value == null) {
                    MDC.remove(field);
                } else {
                    MDC.put(field, value);
                }
            });
        }
    }
}
