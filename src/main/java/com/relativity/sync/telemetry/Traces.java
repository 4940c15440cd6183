package com.relativity.sync.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

import com.relativity.sync.job.Job;

/**
 * Spans of what goes on between calls. Between processes, and through the database, a trace goes as a W3C {@code traceparent}. While tracing
 * is off, there is none, and all of this does nothing.
 */
@ApplicationScoped
public class Traces {

    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<String> THE_ONE_HEADER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public String get(String traceparent, String key) {
            return TRACEPARENT.equals(key) ? traceparent : null;
        }
    };

    private final Tracer tracer;

    Traces(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("sync-rap");
    }

    /** The traceparent of the call that is being answered; null where there is none, or it is not traced. */
    public String current() {
        return traceparent(Context.current());
    }

    /**
     * Begins the span of an attempt, in the trace of the job's submission.
     *
     * @param submission traceparent; null begins a trace of its own
     * @param earlier traceparent of the attempt before; null where there is none
     */
    public Trace run(Job job, String submission, String earlier) {
        var common = Attributes.builder()
                .put("sync.job.id", job.jobId())
                .put("sync.workspace.id", job.workspaceId())
                .put("sync.attempt", job.attempt())
                .build();
        var builder = tracer.spanBuilder("run of " + job.flow().id() + " job")
                .setParent(context(submission))
                .setAllAttributes(common)
                .setAttribute("sync.destination.workspace.id", job.destinationWorkspaceId())
                .setAttribute("sync.agent", job.agent());
        if (earlier != null) {
            builder.addLink(Span.fromContext(context(earlier)).getSpanContext());
        }
        return new Trace(tracer, builder.startSpan(), common);
    }

    /**
     * Notes that a record goes to a topic, and answers with the traceparent for its header: the record's own, or, where this process does not
     * trace, the one that came.
     *
     * @param cause traceparent of what brought the event about; null where that is not traced
     */
    public String published(String topic, long jobId, String type, String cause) {
        if (cause == null) {
            return null;
        }
        Span span = tracer.spanBuilder("publish " + topic)
                .setParent(context(cause))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", topic)
                .setAttribute("sync.event.type", type)
                .setAttribute("sync.job.id", jobId)
                .startSpan();
        span.end();
        return traceparent(Context.root().with(span));
    }

    private static Context context(String traceparent) {
        return traceparent == null ? Context.root() : W3C.extract(Context.root(), traceparent, THE_ONE_HEADER);
    }

    static String traceparent(Context context) {
        var headers = new HashMap<String, String>();
        W3C.inject(context, headers, Map::put);
        return headers.get(TRACEPARENT);
    }
}
