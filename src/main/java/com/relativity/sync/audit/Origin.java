package com.relativity.sync.audit;

import io.opentelemetry.api.trace.Span;
import io.vertx.core.http.HttpServerRequest;

/**
 * The request that a line is about. All null where there is none.
 *
 * @param request method and path, without the query
 * @param remote host or address of the client; that of the header that a proxy set, where such headers are let in
 */
public record Origin(String request, String remote, String traceId) {

    static final Origin NONE = new Origin(null, null, null);

    public static Origin of(HttpServerRequest request) {
        var trace = Span.current().getSpanContext();
        return new Origin(
                request.method() + " " + request.path(), remote(request), trace.isValid() ? trace.getTraceId() : null);
    }

    private static String remote(HttpServerRequest request) {
        var address = request.remoteAddress();
        if (address == null) {
            return null;
        }
        return address.hostAddress() == null ? address.host() : address.hostAddress();
    }
}
