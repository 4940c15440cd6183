package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stretch of network between two parts, as a TCP proxy. It can be cut by reset (both sides hear of it, new connections are refused) or by
 * silence (nothing arrives and nobody is told; what was under way arrives when it is mended).
 */
final class Link implements AutoCloseable {

    private static final int WAITING_CONNECTIONS = 200;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final ServerSocket entrance;
    private final int targetPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(Link::thread);

    private boolean silent;
    private boolean cut;

    /** Opens a port of its own and passes everything on to {@code targetPort}, whether somebody listens there yet or not. */
    Link(int targetPort) throws IOException {
        this.entrance = new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress());
        this.targetPort = targetPort;
        threads.execute(this::accept);
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(null, work, "link", BUFFER_BYTES * 8L);
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return entrance.getLocalPort();
    }

    synchronized void cut() {
        cut = true;
        open.forEach(Link::reset);
        open.clear();
    }

    synchronized void silence() {
        silent = true;
    }

    synchronized void mend() {
        cut = false;
        silent = false;
        notifyAll();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var near = entrance.accept();
                threads.execute(() -> join(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(Socket near) {
        Socket far = null;
        try {
            awaitSound();
            far = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            if (!keep(near, far)) {
                reset(near);
                reset(far);
                return;
            }
            var there = far;
            threads.execute(() -> pump(there, near));
            pump(near, far);
        } catch (IOException unreachable) {
            reset(near);
        } finally {
            open.remove(near);
            if (far != null) {
                open.remove(far);
            }
        }
    }

    private synchronized boolean keep(Socket near, Socket far) {
        if (!cut) {
            open.add(near);
            open.add(far);
        }
        return !cut;
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitSound();
                out.write(buffer, 0, count);
            }
        } catch (IOException broken) {
            // the other side hears of it below
        } finally {
            close(from);
            close(to);
        }
    }

    private synchronized void awaitSound() throws IOException {
        try {
            while (silent) {
                wait();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException(stopping);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closedAlready) {
            return;
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // what was wanted
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
        threads.shutdownNow();
    }
}
