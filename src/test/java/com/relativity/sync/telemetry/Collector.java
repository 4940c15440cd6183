package com.relativity.sync.telemetry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Takes traces by OTLP over HTTP, and keeps them as they come. */
public final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<String> received = new CopyOnWriteArrayList<>();

    private Collector(HttpServer server) {
        this.server = server;
    }

    public static Collector open() throws IOException {
        var collector = new Collector(HttpServer.create(new InetSocketAddress("localhost", 0), 0));
        collector.server.createContext("/v1/traces", collector::take);
        collector.server.start();
        return collector;
    }

    private void take(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (var body = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            received.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    public String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Whether it has a span of that name among those that came with the trace. */
    public boolean has(byte[] traceId, String span) {
        String id = new String(traceId, StandardCharsets.ISO_8859_1);
        return received.stream().anyMatch(spans -> spans.contains(id) && spans.contains(span));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
