package com.relativity.sync.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Stops what was started, the last first, also when the start of something failed or the process is asked to end. */
public final class Closing implements AutoCloseable {

    private final List<AutoCloseable> started = new ArrayList<>();
    private boolean closed;

    public synchronized <T extends AutoCloseable> T with(T part) throws IOException {
        if (closed) {
            close(part);
            throw new IOException("Stopped during the start");
        }
        started.add(part);
        return part;
    }

    /** Whether it was closed before. */
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (int last = started.size() - 1; last >= 0; last--) {
            close(started.get(last));
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception notClosed) {
            System.err.println("Not stopped cleanly: " + notClosed.getMessage());
        }
    }
}
