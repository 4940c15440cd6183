package com.relativity.sync.telemetry;

import java.time.Duration;

import org.jboss.logging.Logger;

/** Says in the log that work which may go on for long has begun, now and then how far it is, and that it has ended. */
public final class LongWork {

    private final Logger log;
    private final String what;
    private final long everyNanos;
    private final long begunNanos = System.nanoTime();
    private volatile long toldNanos = begunNanos;

    private LongWork(Logger log, String what, Duration every) {
        this.log = log;
        this.what = what;
        this.everyNanos = every.toNanos();
    }

    /** @param what as the beginning of a line, without content of items */
    public static LongWork begun(Logger log, Duration every, String what) {
        log.infof("%s has begun", what);
        return underWay(log, every, what);
    }

    /** The same where its beginning is told elsewhere. */
    public static LongWork underWay(Logger log, Duration every, String what) {
        return new LongWork(log, what, every);
    }

    /** Tells it unless that was told a short time ago. */
    public void reached(String howFar) {
        long now = System.nanoTime();
        if (now - toldNanos >= everyNanos) {
            toldNanos = now;
            log.infof("%s goes on after %d s: %s", what, seconds(), howFar);
        }
    }

    public void ended(String result) {
        log.infof("%s has ended after %d s: %s", what, seconds(), result);
    }

    public void brokeOff(Throwable why) {
        log.warnf("%s broke off after %d s: %s", what, seconds(), why.getClass().getSimpleName());
    }

    private long seconds() {
        return Duration.ofNanos(System.nanoTime() - begunNanos).toSeconds();
    }
}
