package com.relativity.sync.embedded;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals that Java cannot send by itself. One to a process that has just ended does nothing. */
public final class Signals {

    private static final int LIMIT_SECONDS = 10;

    private Signals() {}

    /** SIGSTOP: the process stands still and knows nothing of it. */
    public static void pause(ProcessHandle process) throws IOException, InterruptedException {
        send("-STOP", process);
    }

    /** SIGCONT. */
    public static void goOn(ProcessHandle process) throws IOException, InterruptedException {
        send("-CONT", process);
    }

    private static void send(String signal, ProcessHandle process) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        if ((!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) && process.isAlive()) {
            throw new IOException("The signal " + signal + " could not be sent to process " + process.pid());
        }
    }
}
