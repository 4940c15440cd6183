package com.relativity.sync.telemetry;

import java.util.function.Function;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;

/** A span that is open, and those that begin in it. Handed on by hand, so it holds whatever thread the work is on. */
public final class Trace {

    /** Nothing is traced. */
    public static final Trace NONE = new Trace(null, Span.getInvalid(), Attributes.empty());

    private final Tracer tracer;
    private final Span span;
    private final Attributes common;

    /** @param common attributes of the span and of those within it */
    Trace(Tracer tracer, Span span, Attributes common) {
        this.tracer = tracer;
        this.span = span;
        this.common = common;
    }

    /** For those who go on with this later or elsewhere; null while nothing is traced. */
    public String traceparent() {
        return Traces.traceparent(Context.root().with(span));
    }

    /** As it stands in log lines; null while nothing is traced. */
    public String traceId() {
        return span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : null;
    }

    /** {@code work} as a span within this one, from its subscription to its end; it gets the new one. */
    public <T> Uni<T> within(String name, Function<Trace, Uni<T>> work) {
        return tracer == null
                ? work.apply(this)
                : Uni.createFrom().deferred(() -> begin(name).untilDone(work));
    }

    private Trace begin(String name) {
        var begun = tracer.spanBuilder(name)
                .setParent(Context.root().with(span))
                .setAllAttributes(common)
                .startSpan();
        return new Trace(tracer, begun, common);
    }

    /** {@code work} up to its end, which ends this span, too. */
    public <T> Uni<T> untilDone(Function<Trace, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> work.apply(this))
                .onFailure()
                .invoke(failure ->
                        span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName()))
                .onTermination()
                .invoke(span::end);
    }

    public Trace with(String attribute, long value) {
        span.setAttribute(attribute, value);
        return this;
    }

    public Trace with(String attribute, String value) {
        span.setAttribute(attribute, value);
        return this;
    }
}
