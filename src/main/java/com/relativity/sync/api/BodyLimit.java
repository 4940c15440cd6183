package com.relativity.sync.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import jakarta.inject.Provider;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;

/** Refuses a body that did not say its length and turns out to be longer than {@code sync.limits.body}. */
@jakarta.ws.rs.ext.Provider
class BodyLimit implements ReaderInterceptor {

    /** So much of a refused body is still read, so that the client comes to reading the answer. */
    static final long MOST_DISCARDED = 64L * 1024 * 1024;

    /** Made before the settings are read, so it asks for them at each request. */
    private final Provider<LimitSettings> limits;

    private final CurrentVertxRequest current;

    BodyLimit(Provider<LimitSettings> limits, CurrentVertxRequest current) {
        this.limits = limits;
        this.current = current;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(
                new Counted(context.getInputStream(), limits.get().body().asLongValue(), current.getCurrent()));
        return context.proceed();
    }

    private static final class Counted extends FilterInputStream {

        private final RoutingContext request;
        private long left;

        Counted(InputStream in, long mostBytes, RoutingContext request) {
            super(in);
            this.left = mostBytes;
            this.request = request;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) {
                count(1);
            }
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            if (read > 0) {
                count(read);
            }
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                discardRest();
                throw new WebApplicationException(413);
            }
        }

        private void discardRest() throws IOException {
            byte[] discarded = new byte[8192];
            long mayCome = MOST_DISCARDED;
            int read;
            while ((read = super.read(discarded, 0, discarded.length)) > 0) {
                mayCome -= read;
                if (mayCome < 0) {
                    request.request().connection().close();
                    return;
                }
            }
        }
    }
}
