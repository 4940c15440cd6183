package com.relativity.sync.audit;

/**
 * The request that a line is about. All null where there is none.
 *
 * @param request method and path, without the query
 * @param remote host or address of the client; that of the header that a proxy set, where such headers are let in
 */
record Origin(String request, String remote, String traceId) {

    static final Origin NONE = new Origin(null, null, null);
}
